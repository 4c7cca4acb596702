/** The imports of the code in numbers: `npm run rooms`, or `npm run rooms -- <folder of another checkout>`. */
import { path, proc, root } from '../support/platform';
import { arrowsIn, cruise, importsIn, roomOf, type Cruise } from './cruise';

const folder = path.resolve(proc.argv[2] ?? root);
const [result] = cruise(folder) as [Cruise];

const files = result.modules.map(({ source }) => source).filter((file) => file.endsWith('.ts'));
const rooms = new Set(files.map(roomOf));
const arrows = arrowsIn(result);
const imports = importsIn(result);
const circles = circlesIn(imports.filter(({ circular }) => circular));

for (const room of [...rooms].sort()) {
	const to = arrows.filter((arrow) => arrow.startsWith(`${room} -> `));
	const names = to.map((arrow) => arrow.slice(room.length + 4));
	print(`${room}: ${names.join(', ') || 'imports no other room'}`);
}
for (const circle of circles) print(`circle: ${circle.join(', ')}`);
print(
	`${files.length} files, ${imports.length} imports between files, ${rooms.size} rooms, ` +
		`${arrows.length} arrows between rooms, ${circles.length} circles`,
);

/** Files that reach each other. An import is circular only if both of its files are in the same circle. */
function circlesIn(circular: ReadonlyArray<{ from: string; resolved: string }>): string[][] {
	let groups: Array<Set<string>> = [];
	for (const { from, resolved } of circular) {
		const touched = groups.filter((group) => group.has(from) || group.has(resolved));
		const merged = new Set([from, resolved, ...touched.flatMap((group) => [...group])]);
		groups = [...groups.filter((group) => !touched.includes(group)), merged];
	}
	return groups.map((group) => [...group].sort());
}

function print(line: string): void {
	proc.stdout.write(`${line}\n`);
}
