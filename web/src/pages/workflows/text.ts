// SPDX-License-Identifier: Apache-2.0
// Definitions as text. What is changed on the canvas is written into the YAML that was there, so that comments and order stay.
import { type Document, isMap, isScalar, isSeq, parse, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';

export const asText = (value: unknown): string => stringify(value, { lineWidth: 130 });

export function fromText(text: string): { value: unknown; problem: { line: number; message: string } | null } {
    const document = parseDocument(text, { uniqueKeys: true });
    const [error] = document.errors;
    if (error !== undefined)
        return { value: null, problem: { line: error.linePos?.[0].line ?? 1, message: error.message.split('\n')[0] ?? '' } };
    return { value: document.toJS({ maxAliasCount: 20 }) as unknown, problem: null };
}

export function stepsFromText(text: string): unknown[] | null {
    try {
        const value: unknown = parse(text);
        return Array.isArray(value) ? value : null;
    } catch {
        return null;
    }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const idOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined);

function patchMap(document: Document, map: YAMLMap, value: Record<string, unknown>): void {
    map.items = map.items.filter((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) in value);
    for (const [name, wanted] of Object.entries(value)) {
        const present = map.get(name, true) as unknown;
        const patched = patch(document, present, wanted);
        if (patched !== present) map.set(document.createNode(name), patched);
    }
}

function patchSeq(document: Document, list: YAMLSeq, value: unknown[]): void {
    const before = list.items.map((node) => ({ node, js: (node as { toJS(doc: Document): unknown }).toJS(document) }));
    const used = new Set<number>();
    const take = (fits: (js: unknown) => boolean): unknown => {
        const found = before.findIndex(({ js }, number) => !used.has(number) && fits(js));
        if (found < 0) return undefined;
        used.add(found);
        return before[found]?.node;
    };
    list.items = value.map((wanted) => {
        const id = idOf(wanted);
        const kept = take((js) => same(js, wanted)) ?? (id === undefined ? undefined : take((js) => idOf(js) === id));
        return patch(document, kept, wanted);
    });
}

// The node that stands for the value: the present one where it can be kept.
function patch(document: Document, node: unknown, value: unknown): unknown {
    if (typeof node === 'object' && node !== null && 'toJS' in node) {
        if (same((node as { toJS(doc: Document): unknown }).toJS(document), value)) return node;
        if (isMap(node) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
            patchMap(document, node, value as Record<string, unknown>);
            return node;
        }
        if (isSeq(node) && Array.isArray(value)) {
            patchSeq(document, node, value);
            return node;
        }
        if (isScalar(node) && (typeof value !== 'object' || value === null)) {
            const made = document.createNode(value);
            if (isScalar(made)) {
                if (node.comment !== undefined) made.comment = node.comment;
                if (node.commentBefore !== undefined) made.commentBefore = node.commentBefore;
            }
            return made;
        }
    }
    return document.createNode(value);
}

export function patchedText(text: string, value: unknown): string {
    if (same(fromText(text).value, value)) return text;
    const document = parseDocument(text);
    if (document.errors.length > 0 || !isMap(document.contents)) return asText(value);
    patchMap(document, document.contents, value as Record<string, unknown>);
    const written = document.toString({ lineWidth: 130 });
    // What a reader takes from it decides; where that is not what was meant, it is written anew.
    return same(fromText(written).value, value) ? written : asText(value);
}
