// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../api/client';
import { Trouble } from '../parts/page/page';
import { PersonName } from '../parts/changes/sentences';
import { chooseLanguage, sentence, startWords } from './words';

beforeAll(async () => {
    await startWords('en');
});
afterEach(cleanup);

describe('French', () => {
    it('is loaded when chosen and has a plural for millions', async () => {
        await chooseLanguage('fr', false);
        expect(i18next.t('books.linked', { count: 0 })).toBe('personne dans les deux');
        expect(i18next.t('books.linked', { count: 1_000_000 })).toBe('personnes dans les deux');
        await chooseLanguage('en', false);
        expect(i18next.t('books.linked', { count: 1 })).toBe('person in both');
    });
});

describe('a trouble', () => {
    it('says what, why and what to do, and folds the technical part', () => {
        const problem = {
            type: '',
            title: 'Refused',
            status: 429,
            detail: 'Slow down.',
            code: 'api.busy',
            params: {},
            request_id: 'req_7',
        };
        render(
            <MantineProvider>
                <Trouble what="The plan could not be read" error={new Failure(429, problem)} retry={() => undefined} />
            </MantineProvider>,
        );
        expect(screen.getByRole('alert').textContent).toContain('asked too often');
        expect(screen.getByRole('alert').textContent).toContain('Wait a few seconds');
        expect(screen.getByText(/req_7/).closest('details')?.open).toBe(false);
        expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
    });
});

describe('a sentence of the server', () => {
    it('is told by its code in the language of the screen', async () => {
        const params = { reason: 'number', name: 'limit', least: '1', most: '200' };
        const problem = {
            type: '/docs/errors/api.bad_parameter',
            title: 'x',
            status: 400,
            detail: 'in English',
            code: 'api.bad_parameter',
            params,
            request_id: 'req_7',
        };
        await chooseLanguage('fr', false);
        expect(sentence('issue.gone.any.message', { app: 'Hexfit' })).toBe(
            'La fiche a été supprimée dans Hexfit. Sa contrepartie a été laissée telle quelle.',
        );
        render(
            <MantineProvider>
                <Trouble what="Le plan n’a pas pu être lu" error={new Failure(400, problem)} />
            </MantineProvider>,
        );
        expect(screen.getByRole('alert').textContent).toContain('« limit » est un nombre entier de 1 à 200.');
        expect(screen.getByRole('alert').textContent).not.toContain('in English');
        expect(screen.getByRole('link', { hidden: true }).getAttribute('href')).toBe(
            '/docs/errors/api.bad_parameter?language=fr',
        );
        await chooseLanguage('en', false);
        expect(sentence('issue.of_a_later_version', {})).toBeNull();
    });
});

describe('a person', () => {
    it('whose name is dashes is called by the e-mail address', () => {
        render(
            <p>
                <PersonName summary={{ name: '- -', email: 'x@example.org', phone: null }} fallback="x" />
            </p>,
        );
        expect(screen.getByText('x@example.org')).toBeDefined();
    });
    it('with nothing but a phone is called by it', () => {
        render(
            <p>
                <PersonName summary={{ name: ' ', email: null, phone: '+15145550142' }} fallback="x" />
            </p>,
        );
        expect(screen.getByText('+15145550142')).toBeDefined();
    });
    it('without anything is still named', () => {
        render(
            <p>
                <PersonName summary={{ name: '', email: null, phone: null }} fallback="x" />
            </p>,
        );
        expect(screen.getByText('Somebody without a name')).toBeDefined();
    });
});
