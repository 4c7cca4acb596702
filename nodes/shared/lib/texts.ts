/**
 * Many texts, outside of JavaScript's heap. V8 lets the heap grow to up to four times what is alive in it before it looks
 * for garbage, so that a text there needs four times its memory.
 */

/** Bytes. */
const pageSize = 2 ** 18;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Well-formed texts, such as any JSON. */
export class Texts {
	/** A text that is longer than a page has one of its own. */
	private readonly pages: Uint8Array[] = [];
	/** Bytes of the last page. */
	private used = pageSize;
	/** Of each text: where it begins, with all pages counted as full, and its bytes. */
	private readonly starts: number[] = [];
	private readonly sizes: number[] = [];

	/** @returns its number, by which it is found */
	add(text: string): number {
		let written = this.write(text);
		if (written === undefined) {
			// A UTF-16 unit is three bytes at most.
			this.pages.push(new Uint8Array(Math.max(pageSize, 3 * text.length)));
			this.used = 0;
			written = this.write(text) ?? 0;
		}
		this.starts.push((this.pages.length - 1) * pageSize + this.used);
		this.used += written;
		return this.sizes.push(written) - 1;
	}

	at(number: number): string {
		const [start = 0, size = 0] = [this.starts[number], this.sizes[number]];
		const from = start % pageSize;
		const page = this.pages[Math.floor(start / pageSize)];
		return decoder.decode(page?.subarray(from, from + size));
	}

	/** @returns bytes; undefined if the last page has no room */
	private write(text: string): number | undefined {
		const page = this.pages.at(-1);
		if (page === undefined || this.used >= pageSize) return undefined;
		if (this.used + text.length > page.length) return undefined;
		const { read, written } = encoder.encodeInto(text, page.subarray(this.used));
		return read === text.length ? written : undefined;
	}
}
