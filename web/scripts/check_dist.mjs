// SPDX-License-Identifier: Apache-2.0
// Looks at what was built: nothing inline that the Content-Security-Policy would refuse, no source maps, and small enough.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const limit_first_kib = 260; // scripts and styles of the first page, gzip
const limit_all_kib = 700; // everything, fonts included

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const complaints = [];
for (const tag of page.matchAll(/<script\b([^>]*)>/g))
    if (!/\ssrc=/.test(tag[1])) complaints.push('index.html holds an inline script');
if (/\son[a-z]+=/.test(page)) complaints.push('index.html holds an inline handler');
if (/https?:\/\//.test(page)) complaints.push('index.html names another server');

let all = 0;
let first = 0;
for (const file of files) {
    if (file.endsWith('.map')) complaints.push(`${file} is a source map`);
    const bytes = readFileSync(file);
    const size = extname(file) === '.woff2' ? bytes.length : gzipSync(bytes, { level: 9 }).length;
    all += size;
    if (['.js', '.css'].includes(extname(file)) && page.includes(file.slice(dist.length))) first += size;
}
const kib = (bytes) => Math.round(bytes / 1024);
if (kib(first) > limit_first_kib)
    complaints.push(`the first page takes ${kib(first)} KiB, at most ${limit_first_kib} are allowed`);
if (kib(all) > limit_all_kib) complaints.push(`all files take ${kib(all)} KiB, at most ${limit_all_kib} are allowed`);
if (complaints.length > 0) {
    console.error(complaints.map((line) => `dist: ${line}`).join('\n'));
    process.exit(1);
}
console.log(
    `dist: ${files.length} files, ${kib(all)} KiB compressed, of which ${kib(first)} KiB scripts and styles on the first page`,
);
