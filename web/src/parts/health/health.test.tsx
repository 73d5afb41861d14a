// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Schemas } from '../../api/client';
import { chooseLanguage, startWords } from '../../words/words';
import { HealthMark, HealthNote, needsLook, toneOf } from './health';

beforeAll(() => startWords('en'));
afterEach(cleanup);

function failing(more: Partial<Schemas['Condition']> = {}): Schemas['Condition'] {
    return {
        state: 'waiting',
        weight: 'alarm',
        code: 'condition.connection.failing',
        params: { label: 'Clinic', app: 'Hexfit', status: '503' },
        message: 'as the server says it',
        remedy: 'what the server advises',
        since: new Date(Date.now() - 180_000).toISOString(),
        next_try_at: new Date(Date.now() + 120_500).toISOString(),
        waits: 1482,
        ...more,
    };
}

test('a note says what, since when, what waits, when it is tried again and what to do', () => {
    render(
        <MantineProvider>
            <HealthNote health={failing()} />
        </MantineProvider>,
    );
    const note = screen.getByRole('status');
    expect(note.textContent).toContain('Hexfit answers “Clinic” with the error 503');
    expect(note.textContent).toContain('for 3 minutes');
    expect(note.textContent).toContain('1,482 records wait');
    expect(note.textContent).toContain('next try in 2 minutes');
    expect(note.textContent).toContain('It is tried again by itself');
});

test('in French, too', async () => {
    await chooseLanguage('fr', false);
    render(
        <MantineProvider>
            <HealthMark health={failing()} />
            <HealthNote health={failing()} />
        </MantineProvider>,
    );
    expect(screen.getByText('En attente')).toBeDefined();
    expect(screen.getByRole('status').textContent).toContain('Hexfit répond à');
    await chooseLanguage('en', false);
});

test('what works and needs a look all the same does not read as well', () => {
    render(
        <MantineProvider>
            <HealthMark health={failing({ state: 'well', weight: 'attention', code: 'condition.connection.credential_old' })} />
            <HealthMark health={failing({ state: 'well', weight: 'good', code: 'condition.connection.well' })} />
        </MantineProvider>,
    );
    expect(screen.getByText('Works, needs a look')).toBeDefined();
    expect(screen.getByText('Well')).toBeDefined();
});

test('a code that this version does not know is said in the words of the server', () => {
    render(
        <MantineProvider>
            <HealthNote health={failing({ code: 'condition.connection.of_a_later_version' })} />
        </MantineProvider>,
    );
    expect(screen.getByRole('status').textContent).toContain('as the server says it');
    expect(screen.getByRole('status').textContent).toContain('what the server advises');
});

test('only what is loud is to be looked at, and what somebody stopped is no trouble', () => {
    expect(needsLook(failing())).toBe(true);
    expect(needsLook(failing({ weight: 'quiet' }))).toBe(false);
    expect(toneOf(failing({ state: 'paused', weight: 'quiet' }))).toBe('off');
    expect(toneOf(failing({ weight: 'alarm' }))).toBe('failed');
});
