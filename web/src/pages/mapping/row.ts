// SPDX-License-Identifier: Apache-2.0
// Rows as a person changes them: what goes together is kept together, so that no choice leaves a row that cannot be saved by itself.
import type { Row } from './queries';

export const directions = ['both', 'a_to_b', 'b_to_a'] as const;
export const conflicts = ['newest', 'a', 'b', 'longest', 'ask'] as const;
export const first_matches = ['newest', 'a', 'b', 'ask'] as const;
export const blanks = ['keep', 'propagate'] as const;
export const forms = {
    text: ['as_is', 'table', 'proper_name', 'upper_case', 'lower_case', 'decimal_comma'],
    email: ['as_is'],
    phone: ['as_is', 'phone_national'],
    date: ['as_is', 'day_month_year', 'month_day_year'],
    country: ['as_is'],
    subdivision: ['as_is'],
    set: ['as_is', 'table'],
} as const;
export const kinds = ['text', 'email', 'phone', 'date', 'country', 'subdivision', 'set'] as const;
export type FormWord = (typeof forms)[keyof typeof forms][number];
const without_inverse: readonly string[] = ['proper_name', 'upper_case', 'lower_case'];

export const kindOf = (row: Row) => row.kind ?? 'text';
export const isOneWay = (row: Row) => (row.direction ?? 'both') !== 'both';

export function formOf(row: Row): FormWord {
    if (row.transform?.pairs !== undefined) return 'table';
    return row.transform?.form ?? 'as_is';
}

export const hasInverse = (form: FormWord) => !without_inverse.includes(form);

export function withoutTransform(row: Row): Row {
    const rest = { ...row };
    delete rest.transform;
    return rest;
}

export function withForm(row: Row, form: FormWord): Row {
    const { transform, ...rest } = row;
    if (form === 'table') return { ...rest, transform: { pairs: transform?.pairs ?? [['', '']] } };
    const when_blank = transform?.when_blank ?? '';
    if (form === 'as_is' && when_blank === '') return rest;
    return { ...rest, transform: { ...(form === 'as_is' ? {} : { form }), ...(when_blank === '' ? {} : { when_blank }) } };
}

export function withDefault(row: Row, when_blank: string): Row {
    const form = formOf(row);
    if (form === 'table') return row;
    const rest = withoutTransform(row);
    if (form === 'as_is' && when_blank === '') return rest;
    return { ...rest, transform: { ...(form === 'as_is' ? {} : { form }), ...(when_blank === '' ? {} : { when_blank }) } };
}

// Only a row with an owner can enforce it, or have what counts where the owner says nothing.
export function withDirection(row: Row, direction: (typeof directions)[number]): Row {
    if (direction !== 'both') return { ...row, direction };
    return withDefault({ ...row, direction, enforce: false }, '');
}

export function newRow(a: string, b: string, kind: (typeof kinds)[number]): Row {
    return {
        a,
        b,
        kind,
        direction: 'both',
        conflict: kind === 'set' ? 'union' : 'newest',
        blank: 'keep',
        first_match: 'ask',
        enforce: false,
        sensitivity: 'contact',
    };
}

// What the server counts by itself is not compared.
export function sameRows(one: readonly Row[], other: readonly Row[]): boolean {
    const plain = (rows: readonly Row[]) => JSON.stringify(rows.map(({ since: _since, ...row }) => Object.entries(row).sort()));
    return plain(one) === plain(other);
}
