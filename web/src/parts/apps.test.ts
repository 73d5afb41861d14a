// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import i18next from 'i18next';
import type { Schemas } from '../api/client';
import { startWords } from '../words/words';
import { appName, appsOn, learnApps, learnIdFields, meaningOf, sideOf } from './apps';
import { fieldInSentence, fieldLabel, isIdField } from './field_words';

const text = { en: 'x', fr: 'x' };
const field = (name: string, means: string): Schemas['BoundField'] => ({
    name,
    means,
    kind: 'text',
    label: name,
    can_create: true,
    can_update: true,
    can_clear: true,
});
const connector = (
    profile: string,
    title: string,
    pairs: Schemas['Connector']['pairs'],
    fields: Schemas['BoundField'][] = [],
): Schemas['Connector'] => ({
    is_imported: false,
    id: title.toLowerCase(),
    profile,
    app_title: title,
    title,
    help: text,
    logo: '',
    default_base_url: 'https://api.example.com',
    settings: [],
    credential: { is_needed: true, label: text, help: text },
    has_oauth: false,
    webhook_signature: 'ed25519',
    pairs,
    monthly_quota: null,
    operations: 1,
    fields,
});

afterEach(() => {
    learnApps([]);
    learnIdFields([]);
});

describe('apps that nobody has heard of', () => {
    it('are called, drawn and read as their declarations say', async () => {
        await startWords('en');
        learnApps([
            connector('acme_fit', 'Acme Fit', { as_a: ['book-2'], as_b: [] }, [field('given', 'first_name'), field('shoe', '')]),
            connector('book-2', 'Book', { as_a: [], as_b: ['acme_fit'] }),
        ]);
        expect([appName('acme_fit'), appName('book-2'), appName('gone')]).toEqual(['Acme Fit', 'Book', 'gone']);
        expect([sideOf('acme_fit'), sideOf('book-2'), sideOf('gone')]).toEqual(['left', 'right', 'left']);
        expect(appsOn('right')).toEqual(['Book']);
        expect([meaningOf('given'), meaningOf('shoe')]).toEqual(['first_name', null]);
        expect(fieldLabel(i18next.t, 'given')).toBe('First name');
        expect(fieldLabel(i18next.t, 'custom.shoe')).toBe('shoe');
    });
    it('have their ids named by the app whose record they name', async () => {
        await startWords('en');
        learnApps([
            connector('acme_fit', 'Acme Fit', { as_a: ['book-2'], as_b: [] }),
            connector('book-2', 'Book', { as_a: [], as_b: ['acme_fit'] }),
        ]);
        learnIdFields([
            {
                a: { connector: 'acme_fit' },
                b: { connector: 'book-2' },
                id_fields: { a: 'custom.book_id', b: null },
            } as unknown as Schemas['Sync'],
        ]);
        expect(isIdField('custom.book_id')).toBe(true);
        expect(isIdField('')).toBe(false);
        expect(fieldLabel(i18next.t, 'custom.book_id')).toBe('Book id');
        expect(fieldInSentence(i18next.t, 'custom.book_id')).toBe('Book id');
    });
});
