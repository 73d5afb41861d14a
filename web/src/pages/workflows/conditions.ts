// SPDX-License-Identifier: Apache-2.0
// Simple conditions as rows: a field, how it is compared, a value. What is more than that stays a text.
export const comparisons = ['==', '!=', 'contains', '>', '<', 'blank', 'not_blank'] as const;
export type Comparison = (typeof comparisons)[number];
export interface Row {
    field: string;
    is: Comparison;
    value: string; // as it is typed: text, number, true or false
}

const name = String.raw`[a-z_][\w]*(?:\.[\w]+\??|\[\d+\])*`;
const literal = String.raw`"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false`;
const blank = new RegExp(`^\\(?(${name}) \\| is_blank\\)?$`, 'i');
const not_blank = new RegExp(`^not \\((${name}) \\| is_blank\\)$`, 'i');
const compared = new RegExp(`^(${name}) (==|!=|contains|>|<) (${literal})$`, 'i');

function split(text: string): string[] {
    const parts: string[] = [];
    let part = '';
    let quoted = false;
    for (let place = 0; place < text.length; ++place) {
        if (text[place] === '"' && text[place - 1] !== '\\') quoted = !quoted;
        if (!quoted && text.startsWith(' and ', place)) {
            parts.push(part.trim());
            part = '';
            place += 4;
        } else part += text[place] ?? '';
    }
    return [...parts, part.trim()];
}

// null: it is more than rows can say.
export function rowsOf(condition: string): Row[] | null {
    const text = condition
        .trim()
        .replace(/^\{\{([\s\S]*)\}\}$/, '$1')
        .trim();
    if (text === '') return [];
    const rows: Row[] = [];
    for (const part of split(text)) {
        const empty = blank.exec(part);
        const full = not_blank.exec(part);
        const pair = compared.exec(part);
        if (empty?.[1] !== undefined) rows.push({ field: empty[1], is: 'blank', value: '' });
        else if (full?.[1] !== undefined) rows.push({ field: full[1], is: 'not_blank', value: '' });
        else if (pair?.[1] !== undefined && pair[3] !== undefined) {
            const value = pair[3].startsWith('"') ? (JSON.parse(pair[3]) as string) : pair[3];
            rows.push({ field: pair[1], is: pair[2] as Comparison, value });
        } else return null;
    }
    return rows;
}

const written = (value: string): string => (/^(-?\d+(\.\d+)?|true|false)$/.test(value) ? value : JSON.stringify(value));

export function conditionOf(rows: Row[]): string {
    return rows
        .filter((row) => row.field.trim() !== '')
        .map(({ field, is, value }) =>
            is === 'blank'
                ? `(${field} | is_blank)`
                : is === 'not_blank'
                  ? `not (${field} | is_blank)`
                  : `${field} ${is} ${written(value)}`,
        )
        .join(' and ');
}
