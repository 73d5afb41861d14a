// SPDX-License-Identifier: Apache-2.0
// Lays every text file of dist/ beside itself in Brotli and gzip, as the program serves them: compressing once, when building, is
// better and costs nothing when serving.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const texts = ['.html', '.js', '.css', '.svg', '.json', '.txt', '.webmanifest'];
const worth_from = 512; // bytes; below, the headers weigh more than what is saved

const dist = fileURLToPath(new URL('../dist', import.meta.url));
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !texts.includes(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    if (bytes.length < worth_from) continue;
    writeFileSync(
        `${path}.br`,
        brotliCompressSync(bytes, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        }),
    );
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
