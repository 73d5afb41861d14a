// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import { ratesPerMinute } from '../rates';
import { learnIdFields } from '../apps';
import { sentences, withNotices } from './told';

function change(part: Partial<Schemas['Change']>): Schemas['Change'] {
    return {
        id: 'chg_1',
        at: '2026-03-01T10:04:00.000Z',
        settled_at: '2026-03-01T10:04:01.000Z',
        batch_id: null,
        link_id: 'lnk_1',
        a_record: 'A',
        b_record: 'B',
        side: 'b',
        field: 'phone',
        before: null,
        after: null,
        reason: 'changed',
        mapping_version: 1,
        event_id: null,
        call_id: 'cal_1',
        outcome: 'done',
        ...part,
    };
}
function notice(part: Partial<Schemas['ChangeNotice']>): Schemas['ChangeNotice'] {
    return {
        at: '2026-03-01T10:04:30.000Z',
        sync: 'syn_1',
        link_id: 'lnk_2',
        record_id: 'X',
        side: 'a',
        fields: ['email'],
        outcome: 'done',
        ...part,
    };
}

describe('sentences', () => {
    it('tell the fields of one write together', () => {
        const lines = sentences([
            change({}),
            change({ id: 'chg_2', field: 'email' }),
            change({ id: 'chg_3', call_id: 'cal_2', field: 'city' }),
        ]);
        expect(lines.map((line) => line.fields)).toEqual([['phone', 'email'], ['city']]);
    });
    it('tell the worst outcome of a write', () => {
        expect(sentences([change({}), change({ id: 'chg_2', field: 'email', outcome: 'not_stored' })])[0]?.outcome).toBe(
            'not_stored',
        );
    });
    it('put live notices on top until the list holds them', () => {
        const listed = sentences([change({})]);
        expect(
            withNotices(listed, [notice({}), notice({ at: '2026-03-01T10:03:00.000Z' }), notice({ sync: 'syn_other' })], 'syn_1'),
        ).toHaveLength(2);
        expect(withNotices(listed, [notice({ at: '2026-03-01T10:04:01.000Z' })], 'syn_1')).toHaveLength(1);
        expect(
            withNotices(listed, [notice({ at: '2026-03-01T10:04:01.300Z', link_id: 'lnk_1', side: 'b' })], 'syn_1'),
        ).toHaveLength(1);
    });
    it('leave out the ids that we write for ourselves', () => {
        learnIdFields([
            {
                a: { connector: 'left' },
                b: { connector: 'right' },
                id_fields: { a: 'custom.hexfit_id', b: 'external_id' },
            } as unknown as Schemas['Sync'],
        ]);
        const lines = sentences([
            change({ field: 'external_id', call_id: 'cal_5' }),
            change({ id: 'chg_2', field: 'custom.hexfit_id' }),
            change({ id: 'chg_3' }),
        ]);
        expect(lines.map((line) => line.fields)).toEqual([['phone']]);
        expect(
            withNotices([], [notice({ fields: ['external_id'] }), notice({ fields: ['external_id', 'email'] })], 'syn_1').map(
                (line) => line.fields,
            ),
        ).toEqual([['email']]);
    });
    it('do not trust a word for an outcome that they do not know', () => {
        expect(withNotices([], [notice({ outcome: 'something new' })], 'syn_1')[0]?.outcome).toBe('planned');
    });
});

describe('rates', () => {
    const now = Date.parse('2026-03-01T10:04:31.000Z');
    it('count the writes of the last minute by side', () => {
        const lines = withNotices(
            sentences([
                change({}),
                change({ id: 'chg_4', call_id: 'cal_9', at: '2026-03-01T09:00:00.000Z', settled_at: '2026-03-01T09:00:00.000Z' }),
            ]),
            [notice({})],
            'syn_1',
        );
        expect(ratesPerMinute(lines, false, now)).toEqual({ a: 1, b: 1 });
    });
    it('are read from the time covered when the list is cut', () => {
        const lines = sentences(
            Array.from({ length: 100 }, (_, at) =>
                change({
                    id: `chg_${at}`,
                    call_id: `cal_${at}`,
                    at: '2026-03-01T10:04:20.000Z',
                    settled_at: '2026-03-01T10:04:21.000Z',
                }),
            ),
        );
        expect(ratesPerMinute(lines, true, now).b).toBe(600);
    });
});
