// SPDX-License-Identifier: Apache-2.0
// Writes src/api/schema.d.ts from docs/api/openapi.yaml. With --check it only says whether the file is what would be written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/api/openapi.yaml', import.meta.url);
const target = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url));

const head = `// SPDX-License-Identifier: Apache-2.0
// Written by "npm run generate" from docs/api/openapi.yaml. Not for editing.
`;
let text = '';
try {
    text = head + astToString(await openapiTS(source, { alphabetize: true, silent: true }));
} catch (error) {
    console.error(
        `generate: docs/api/openapi.yaml cannot be read: ${error.message}${error.line === undefined ? '' : ` (line ${error.line})`}`.slice(
            0,
            400,
        ),
    );
    process.exit(1);
}

if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    console.log('generate: src/api/schema.d.ts written');
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('generate: src/api/schema.d.ts is not what docs/api/openapi.yaml says. Run: npm run generate');
    process.exit(1);
}
