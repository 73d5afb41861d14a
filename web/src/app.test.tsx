// SPDX-License-Identifier: Apache-2.0
// With several clinics, whatever can be clicked on the page of one stays with that one.
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { App } from './app';
import { startWords } from './words/words';

const side = (connection: string) => ({
    connection,
    label: connection,
    connector: connection.startsWith('hex') ? 'hexfit-v1' : 'highlevel-v3',
});
const sync = (id: string) => ({
    id,
    label: `Clinic ${id}`,
    state: 'draft',
    a: side('high'),
    b: side('hex'),
    policy: {},
    attached: {
        note: { to_a: true, to_b: true, edits_to_a: true, edits_to_b: true },
        task: { to_a: true, to_b: true, edits_to_a: true, edits_to_b: true },
        confirm_to_a: true,
        confirm_to_b: false,
    },
    id_fields: { a: null, b: null },
    version: 1,
});
const no_limit = { limit: null, used_month: 0, used_30_days: 0, free_at: null };
const line = (id: string) => ({
    id,
    label: `Clinic ${id}`,
    state: 'draft',
    version: 1,
    a: side('high'),
    b: side('hex'),
    health: {
        state: 'paused',
        weight: 'quiet',
        code: 'condition.sync.draft',
        params: {},
        message: '',
        remedy: '',
        since: null,
        next_try_at: null,
        waits: 0,
    },
    linked: 0,
    open_issues: 0,
    unsure: 0,
    last_change_at: null,
    quota: { a: no_limit, b: no_limit },
});
const answers: Record<string, unknown> = {
    '/session': { signed_in: true, setup_required: false, user: { email: 'owner@example.com' } },
    '/installation': {
        writes: { state: 'allowed', why: null, since: null },
        retention: { events_days: 30, history_days: 365 },
        keys: [],
        backup: { folder: '', last: null, has_recovery_copy: false },
    },
    '/overview': {
        items: [line('one'), line('two'), line('three')],
        next: null,
        total: 3,
        needs_look: 0,
        states: { paused: 3 },
    },
    '/syncs': { items: [sync('one'), sync('two'), sync('three')], next: null },
};
let syncs_asked: string[] = [];

beforeAll(async () => {
    await startWords();
});
beforeEach(() => {
    syncs_asked = [];
    Object.defineProperty(window, 'EventSource', {
        value: class {
            addEventListener() {
                /* silent */
            }
            close() {
                /* silent */
            }
        },
        configurable: true,
    });
    vi.stubGlobal(
        'fetch',
        vi.fn((address: string) => {
            const path = address.replace('/api/v1', '').replace(/\?.*/, '');
            const named = /^\/syncs\/([^/]+)\//.exec(path)?.[1];
            if (named !== undefined) syncs_asked.push(named);
            if (path.endsWith('/status'))
                return Promise.resolve(new Response('{"code":"test","title":"not here"}', { status: 409 }));
            return Promise.resolve(new Response(JSON.stringify(answers[path] ?? { items: [], next: null })));
        }),
    );
});
afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
});

const links = () => screen.getAllByRole('link').map((link) => link.getAttribute('href') ?? '');

test('every link to a page of a sync names the sync that is shown', async () => {
    window.history.replaceState(null, '', '/syncs/two/issues');
    render(<App />);
    await screen.findByRole('combobox');
    await screen.findByRole('heading', { level: 1 }, { timeout: 10_000 });
    const found = links();
    for (const page of ['', '/records', '/plan', '/events', '/issues']) expect(found).toContain(`/syncs/two${page}`);
    expect(found.filter((each) => /^\/(records|plan|events|issues)/.test(each))).toEqual([]);
    expect(new Set(syncs_asked)).toEqual(new Set(['two']));
    // The title follows the heading in an effect, a moment later.
    await waitFor(() => {
        expect(document.title).toMatch(/. Lockstep$/);
    });
}, 20_000);

test('an unknown sync is never replaced by another', async () => {
    window.history.replaceState(null, '', '/syncs/gone/plan');
    render(<App />);
    await screen.findByText('There is no such sync', {}, { timeout: 10_000 });
    expect(syncs_asked).toEqual([]);
}, 20_000);

test('without a sync in the address there is a choice', async () => {
    window.history.replaceState(null, '', '/plan');
    render(<App />);
    const link = await screen.findByRole('link', { name: 'Clinic three' }, { timeout: 10_000 });
    expect(link.getAttribute('href')).toBe('/syncs/three/plan');
}, 20_000);

test('a page that does not exist has a heading', async () => {
    window.history.replaceState(null, '', '/nowhere');
    render(<App />);
    expect((await screen.findByRole('heading', { level: 1 }, { timeout: 10_000 })).textContent).toBe('There is no such page');
}, 20_000);
