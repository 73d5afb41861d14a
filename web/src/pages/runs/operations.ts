// SPDX-License-Identifier: Apache-2.0
// Which operation of an app each step of a definition is.
import { parse } from 'yaml';

export function operationsIn(definition: string): Map<string, string> {
    const found = new Map<string, string>();
    const walk = (value: unknown) => {
        if (Array.isArray(value)) value.forEach(walk);
        else if (typeof value === 'object' && value !== null) {
            const { id, operation } = value as { id?: unknown; operation?: unknown };
            if (typeof id === 'string' && typeof operation === 'string')
                found.set(id, operation.slice(operation.indexOf('/') + 1));
            Object.values(value).forEach(walk);
        }
    };
    try {
        walk(parse(definition));
    } catch {
        // A text that cannot be read names no operations.
    }
    return found;
}
