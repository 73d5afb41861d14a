// SPDX-License-Identifier: Apache-2.0
// Is docs/api/openapi.yaml a good OpenAPI document by the recommended rules of Spectral and Redocly? Warnings count as well.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConfig, lint } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralParsers from '@stoplight/spectral-parsers';
import { redocly, spectral } from './document_rules.mjs';

const source = fileURLToPath(new URL(process.argv[2] ?? '../../docs/api/openapi.yaml', import.meta.url));
const found = [];

const linter = new spectralCore.Spectral();
linter.setRuleset(spectral);
const document = new spectralCore.Document(readFileSync(source, 'utf8'), spectralParsers.Yaml, source);
for (const each of await linter.run(document))
    found.push(`${each.range.start.line + 1}: ${each.path.join('.')}: ${each.message} (Spectral ${each.code})`);

const config = await createConfig(redocly);
for (const each of await lint({ ref: source, config })) {
    const place = each.location[0];
    found.push(`${place?.start?.line ?? ''}: ${place?.pointer ?? ''}: ${each.message} (Redocly ${each.ruleId})`);
}

for (const each of found) console.error(`openapi.yaml:${each}`);
if (found.length > 0) process.exit(1);
