#!/usr/bin/env bash
# vcf 2.1.2: of a card that vcards-js 2.11.1 has written, the city is read as the region, and the values hold backslashes.
#
# A good guess: in a vCard, commas, semicolons and line ends inside a value are written with a backslash (RFC 6350, 3.4).
# Who writes puts it there, who reads takes it away, so that the street "Flat 4; MG Road" comes back as it was.
#
# What happens: vcf splits an address or a name at each semicolon, with or without a backslash before it. The street ends
# at its own semicolon and all later parts move on by one, so that the postal code is read as the country. In all other
# values the backslashes stay, and a line end is a backslash with an n. vcard-parser 1.0.0 reads the same card rightly.
#
# Why it matters: company names with a comma, notes of two lines and addresses with a flat number are the usual case. In
# a CRM they are "Acme\, Inc." and a lead of the region "Bengaluru". Read cards with a package that unescapes.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

printf 'vcf 2.1.2, vcards-js 2.11.1, vcard-parser 1.0.0\n\n'
npm install --silent --no-audit --no-fund --ignore-scripts vcf@2.1.2 vcards-js@2.11.1 vcard-parser@1.0.0

cat >run.cjs <<'PROGRAM'
const VCard = require('vcf');
const vCardsJS = require('vcards-js');
const { parse } = require('vcard-parser');

const person = vCardsJS();
person.firstName = 'Asha';
person.lastName = 'Rao';
person.organization = 'Acme, Inc.';
person.note = 'Called.\nSend an offer.';
person.homeAddress.street = 'Flat 4; MG Road';
person.homeAddress.city = 'Bengaluru';
person.homeAddress.stateProvince = 'KA';
person.homeAddress.postalCode = '560001';
person.homeAddress.countryRegion = 'India';
const written = person.getFormattedString();
console.log(
	written
		.split(/\r?\n/)
		.filter((line) => /^(ADR|ORG|NOTE)/.test(line))
		.join('\n'),
);

function show(reader, [, , street, city, region, code, country], organization, note) {
	console.log(`${reader}`);
	console.log(`  ${JSON.stringify({ street, city, region, code, country })}`);
	console.log(`  ${JSON.stringify({ organization, note })}`);
}

const card = new VCard().parse(written.replace(/\r?\n/g, '\r\n'));
const [, properties] = card.toJCard();
const value = (name) => properties.find(([property]) => property === name)[3];
show('vcf', value('adr'), value('org'), value('note'));

const { adr, org, note } = parse(written);
show('vcard-parser', adr[0].value, [org[0].value].flat().join(), note[0].value);
PROGRAM

expected='ADR;TYPE=HOME:;;Flat 4\; MG Road;Bengaluru;KA;560001;India
ORG:Acme\, Inc.
NOTE:Called.\nSend an offer.
vcf
  {"street":"Flat 4\\","city":" MG Road","region":"Bengaluru","code":"KA","country":"560001"}
  {"organization":"Acme\\, Inc.","note":"Called.\\nSend an offer."}
vcard-parser
  {"street":"Flat 4; MG Road","city":"Bengaluru","region":"KA","code":"560001","country":"India"}
  {"organization":"Acme, Inc.","note":"Called.\nSend an offer."}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
