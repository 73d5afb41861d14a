// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import { type Deed, follow, isOver } from './deeds';

const deed: Deed = {
    key: 1,
    did: 'edited',
    app: 'one',
    record: 'r1',
    sync: 'syn_1',
    at: '2026-03-01T10:02:03.000Z',
    fields: ['city'],
};
const event = (more: Partial<Schemas['Event']>): Schemas['Event'] => ({
    id: 'e',
    connection: 'c',
    source: 'webhook',
    type: 'contact.updated',
    record_id: 'r1',
    delivery_id: '',
    received_at: '2026-03-01T10:02:03.200Z',
    state: 'done',
    note: '',
    note_code: '',
    note_params: {},
    attempts: 1,
    ...more,
});
const change = (more: Partial<Schemas['Change']>): Schemas['Change'] => ({
    id: 'chg',
    at: '2026-03-01T10:02:03.400Z',
    settled_at: '2026-03-01T10:02:04.200Z',
    batch_id: 'bat',
    link_id: 'lnk',
    a_record: 'r1',
    b_record: 'r2',
    side: 'b',
    field: 'city',
    before: 'A',
    after: 'B',
    reason: 'changed',
    mapping_version: 1,
    event_id: null,
    call_id: null,
    outcome: 'done',
    ...more,
});

describe('what became of a deed', () => {
    it('is told in the order of time: heard, then written, fields of one write together', () => {
        const lines = follow(deed, null, [event({})], [change({ id: 'x', field: 'state' }), change({})]);
        expect(lines).toEqual([
            { kind: 'heard', at: '2026-03-01T10:02:03.200Z', by: 'webhook' },
            { kind: 'written', at: '2026-03-01T10:02:04.200Z', side: 'b', fields: ['state', 'city'] },
        ]);
        expect(isOver(lines)).toBe(true);
    });
    it('knows nothing of what was before, of others, or of what is only planned', () => {
        const before = '2026-03-01T10:02:01.000Z';
        const lines = follow(
            deed,
            null,
            [event({ received_at: before }), event({ record_id: 'r9' }), event({ source: 'person' })],
            [change({ at: before }), change({ outcome: 'planned', settled_at: null })],
        );
        expect(lines).toEqual([]);
        expect(isOver(lines)).toBe(false);
    });
    it('ends where the next deed begins', () => {
        expect(follow(deed, '2026-03-01T10:02:03.300Z', [event({})], [change({})])).toEqual([
            { kind: 'heard', at: '2026-03-01T10:02:03.200Z', by: 'webhook' },
        ]);
    });
    it('says that a write failed, and why an event waits for a person', () => {
        const lines = follow(
            deed,
            null,
            [event({ state: 'parked', note: 'Tried too often.' })],
            [change({ outcome: 'refused' })],
        );
        expect(lines.map((line) => line.kind)).toEqual(['heard', 'ignored', 'failed']);
        expect(isOver(lines)).toBe(true);
    });
});
