// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { choicesIn, type Input, matches, readInputs, typed } from './values';

const input = (name: string, type: string, more: Partial<Input> = {}): Input => ({
    name,
    type,
    place: 'body',
    label: name,
    help: '',
    required: false,
    advanced: false,
    choices: null,
    choices_from: null,
    sample: null,
    default: null,
    ...more,
});

describe('what is typed into a form', () => {
    it('becomes inputs of the declared types', () => {
        const inputs = [
            input('name', 'string'),
            input('count', 'integer'),
            input('price', 'number'),
            input('on', 'boolean'),
            input('tags', 'array', { sample: ['a'] }),
            input('rules', 'array', { sample: [{ a: 1 }] }),
        ];
        const texts = { name: 'Zoé', count: '3', price: '1,5', on: 'true', tags: 'vip\n\n new ', rules: '[{"a":2}]' };
        expect(readInputs(inputs, texts)).toEqual({
            inputs: { name: 'Zoé', count: 3, price: 1.5, on: true, tags: ['vip', 'new'], rules: [{ a: 2 }] },
            problems: {},
        });
    });

    it('is refused where it does not fit, and left out where it is blank', () => {
        const inputs = [
            input('id', 'string', { required: true }),
            input('count', 'integer'),
            input('rules', 'object'),
            input('other', 'string'),
        ];
        expect(readInputs(inputs, { id: ' ', count: '1.5', rules: '{', other: '' })).toEqual({
            inputs: {},
            problems: { id: 'missing', count: 'number', rules: 'json' },
        });
    });

    it('can begin with the examples', () => {
        const inputs = [
            input('tags', 'array', { sample: ['a', 'b'] }),
            input('count', 'integer', { sample: 2 }),
            input('rules', 'object', { sample: { a: 1 } }),
            input('on', 'boolean', { sample: false }),
        ];
        const texts = Object.fromEntries(inputs.map((each) => [each.name, typed(each)]));
        expect(readInputs(inputs, texts).inputs).toEqual({ tags: ['a', 'b'], count: 2, rules: { a: 1 }, on: false });
    });
});

describe('choices of another operation', () => {
    const from = { operation: 'users.list', items: '/users', value: '/id', label: '/name' };
    it('are found where the declaration says', () => {
        expect(choicesIn({ users: [{ id: 'u1', name: 'Léa' }, { id: 7, name: ' ' }, { name: 'nobody' }] }, from)).toEqual([
            { value: 'u1', label: 'Léa' },
            { value: '7', label: '7' },
        ]);
        expect(choicesIn([{ id: 'c1', name: 'A' }], { ...from, items: '' })).toEqual([{ value: 'c1', label: 'A' }]);
        expect(choicesIn({ users: 'none' }, from)).toEqual([]);
    });
});

describe('searching the catalogue', () => {
    it('asks for every word, without accents', () => {
        const entry = {
            id: 'contacts.create_note',
            title: 'Créer une note',
            help: '',
            path: '/contacts/{contactId}/notes',
        } as Parameters<typeof matches>[0];
        expect(matches(entry, 'creer note')).toBe(true);
        expect(matches(entry, 'creer tache')).toBe(false);
        expect(matches(entry, '')).toBe(true);
    });
});
