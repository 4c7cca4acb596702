#!/usr/bin/env bash
# humanparser 2.7.0: Lin Ma has no last name, and the first name of "Asha Rao, MBA" is MBA.
#
# A good guess: the last word of a name is the last name, or belongs to it, and what follows a comma behind a full name
# is a title. A title is cut off only where a last name is left. "Asha Rao, PhD" is read in this way.
#
# What happens: the last word is compared with a list of suffixes first, whatever is left then. Ma, V and I are on it, as
# M.A., the fifth and the first. MBA and CFA are not, and then the comma means "last name first", so that the whole name
# is the last name and the degree the first.
#
# Why it matters: Ma is among the most frequent Chinese surnames, and in South India the father's initial stands behind
# the name. A CRM that demands a last name refuses these people, others greet "Dear MBA". Give the name as it is to a
# field for full names, or pass {ignoreSuffix, extraSuffixes} that fit the people.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

printf 'humanparser 2.7.0\n\n'
npm install --silent --no-audit --no-fund --ignore-scripts humanparser@2.7.0

cat >run.cjs <<'PROGRAM'
const { parseName } = require('humanparser');

for (const name of [
	'Asha Rao',
	'Asha Rao, PhD',
	'Asha Rao, MBA',
	'Lin Ma',
	'Ma, Lin',
	'Ravi V',
	'Ravi K',
]) {
	const { firstName, lastName, suffix } = parseName(name);
	console.log(`${name}: ${JSON.stringify({ firstName, lastName, suffix })}`);
}
PROGRAM

expected='Asha Rao: {"firstName":"Asha","lastName":"Rao"}
Asha Rao, PhD: {"firstName":"Asha","lastName":"Rao","suffix":"PhD"}
Asha Rao, MBA: {"firstName":"MBA","lastName":"Asha Rao"}
Lin Ma: {"firstName":"Lin","lastName":"","suffix":"Ma"}
Ma, Lin: {"firstName":"Lin","lastName":"","suffix":"Ma"}
Ravi V: {"firstName":"Ravi","lastName":"","suffix":"V"}
Ravi K: {"firstName":"Ravi","lastName":"K"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
