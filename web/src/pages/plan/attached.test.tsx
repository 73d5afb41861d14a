// SPDX-License-Identifier: Apache-2.0
// Notes and tasks are off until a person chooses a way, and what may be health data goes nowhere before somebody has confirmed it.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Schemas } from '../../api/client';
import { startWords } from '../../words/words';
import { Attached } from './attached';

const able = { to_a: true, to_b: true, edits_to_a: true, edits_to_b: true };
const sync = (attached = {}, policy = {}) =>
    ({
        id: 'syn_1',
        label: 'One',
        state: 'running',
        version: 1,
        mapping: { rows: [] },
        created_at: '2026-03-01T10:00:00.000Z',
        a: { connection: 'con_a', label: 'Left', connector: 'highlevel' },
        b: { connection: 'con_b', label: 'Right', connector: 'hexfit-full' },
        policy: { ...policy },
        attached: { note: able, task: able, confirm_to_a: true, confirm_to_b: false, ...attached },
    }) as unknown as Schemas['Sync'];

let sent: unknown[] = [];
beforeAll(async () => {
    await startWords();
});
beforeEach(() => {
    sent = [];
    vi.stubGlobal(
        'fetch',
        vi.fn((_address: string, options?: { body?: string }) => {
            if (options?.body !== undefined) sent.push(JSON.parse(options.body));
            return Promise.resolve(new Response(JSON.stringify(sync())));
        }),
    );
});
afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
});

const show = (which: Schemas['Sync']) =>
    render(
        <MantineProvider>
            <QueryClientProvider client={new QueryClient()}>
                <Attached sync={which} />
            </QueryClientProvider>
        </MantineProvider>,
    );
const selects = () => [screen.getByLabelText('Notes'), screen.getByLabelText('Tasks')];

test('towards the app with health records it is sent at once', async () => {
    show(sync());
    fireEvent.change(selects()[0] as HTMLElement, { target: { value: 'a_to_b' } });
    await waitFor(() => {
        expect(sent).toEqual([{ policy: { notes: { direction: 'a_to_b', existing: false, edits: true } } }]);
    });
});

test('out of it nothing is sent before it is confirmed', async () => {
    show(sync());
    fireEvent.change(selects()[1] as HTMLElement, { target: { value: 'both' } });
    await screen.findByText(/Copy tasks from/);
    expect(sent).toEqual([]);
    const go = screen.getByRole('button', { name: 'Copy from now on' });
    expect(go.hasAttribute('disabled')).toBe(true);
    fireEvent.click(screen.getByLabelText('I have decided that this may be'));
    fireEvent.click(go);
    await waitFor(() => {
        expect(sent).toEqual([
            { policy: { tasks: { direction: 'both', existing: false, edits: true } }, attached_confirmed: true },
        ]);
    });
});

test('what is on already and goes no further is not asked again', async () => {
    show(sync({}, { notes: { direction: 'both', existing: false, edits: true } }));
    fireEvent.click(screen.getByLabelText('Later changes follow'));
    await waitFor(() => {
        expect(sent).toEqual([{ policy: { notes: { direction: 'both', existing: false, edits: false } } }]);
    });
});

test('two profiles without them say so', () => {
    const none = { to_a: false, to_b: false, edits_to_a: false, edits_to_b: false };
    show(sync({ note: none, task: none }));
    expect(screen.getAllByText(/Not available with these two profiles/)).toHaveLength(2);
    expect(screen.queryAllByLabelText('Notes')).toEqual([]);
});
