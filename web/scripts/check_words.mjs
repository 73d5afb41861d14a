// SPDX-License-Identifier: Apache-2.0
// Checks the words: both languages hold the same keys and placeholders, every key the code names exists, no key is unused.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (language) => JSON.parse(readFileSync(join(root, `src/words/${language}.json`), 'utf8'));

function flatten(tree, prefix = '', into = new Map()) {
    for (const [key, value] of Object.entries(tree)) {
        const path = prefix === '' ? key : `${prefix}.${key}`;
        if (typeof value === 'string') into.set(path, value);
        else flatten(value, path, into);
    }
    return into;
}

function sources(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return sources(path);
        return /\.tsx?$/.test(entry.name) && !/\.test\.|schema\.d\.ts/.test(entry.name) ? [path] : [];
    });
}

const plural = /_(zero|one|two|few|many|other)$/;
const bare = (key) => key.replace(plural, '');
const placeholders = (text) =>
    [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((match) => match[1]))]
        .filter((name) => name !== 'count')
        .sort()
        .join(',');

const complaints = [];
const own = { en: read('en'), fr: read('fr') };
// The server's sentences, which the app takes by code. messages_tests holds them to the same rules.
const messages = (language) => JSON.parse(readFileSync(join(root, `../src/messages/${language}.json`), 'utf8'));
for (const key of Object.keys(messages('en'))) if (key in own.en) complaints.push(`"${key}" stands in src/messages, too`);
const en = flatten(own.en);
const fr = flatten(own.fr);
const sent = new Set(flatten(messages('en')).keys());
const bare_en = new Set([...en.keys()].map(bare));
const bare_fr = new Set([...fr.keys()].map(bare));
for (const key of bare_en) if (!bare_fr.has(key)) complaints.push(`fr.json lacks "${key}"`);
for (const key of bare_fr) if (!bare_en.has(key)) complaints.push(`en.json lacks "${key}"`);
for (const [key, text] of en) {
    const other = fr.get(key);
    if (text.trim() === '') complaints.push(`en.json: "${key}" is empty`);
    if (other !== undefined && placeholders(other) !== placeholders(text))
        complaints.push(`"${key}" has other placeholders in French`);
}

const code = sources(join(root, 'src'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
const named = new Set([...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1]));
for (const match of code.matchAll(/i18nKey="([^"]+)"/g)) named.add(match[1]);
for (const match of code.matchAll(/'([a-z_]+(?:\.[a-z_]+)+)'/g)) if (bare_en.has(match[1])) named.add(match[1]);
// t(`prefix.${x}`) names every key below the prefix.
const prefixes = [...code.matchAll(/`([a-z_.]+[._])\$\{/g)].map((match) => match[1]);
for (const key of named)
    if (!bare_en.has(key) && !sent.has(key)) complaints.push(`the code names "${key}", which no language has`);
for (const key of bare_en)
    if (!named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) complaints.push(`nothing uses "${key}"`);

if (complaints.length > 0) {
    console.error(complaints.map((line) => `words: ${line}`).join('\n'));
    process.exit(1);
}
console.log(`words: ${bare_en.size} in two languages`);
