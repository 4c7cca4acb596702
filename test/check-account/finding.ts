/** One thing that the package believes about LeadSquared, and what this account does. */

export interface Finding {
	/** By this name tests and reports know it. */
	name: string;
	subject: string;
	/** What the nodes assume. */
	believed: string;
	/** What the account does; undefined if it could not be seen. */
	seen: string | undefined;
	/** Where the account is not as believed. */
	differs: boolean;
	/** Why it could not be seen, or what it means. */
	note?: string;
}

interface Seen {
	seen: string;
	differs?: boolean;
	note?: string;
}

type Question = Pick<Finding, 'name' | 'subject' | 'believed'>;

export const found = (question: Question, { seen, differs, note }: Seen): Finding => ({
	...question,
	seen,
	differs: differs ?? seen !== question.believed,
	...(note === undefined ? {} : { note }),
});

export const notSeen = (question: Question, note: string): Finding => ({
	...question,
	seen: undefined,
	differs: false,
	note,
});
