// SPDX-License-Identifier: Apache-2.0
// From changes to what is told about them: the fields written together for one person become one line, and ids that we write
// for ourselves are left out. Pure.
import type { Schemas } from '../../api/client';
import type { Notice } from '../../api/stream';
import { isIdField } from '../field_words';

export type Outcome = Schemas['Change']['outcome'];

export interface Sentence {
    key: string;
    record: string | null;
    side: Schemas['Side'];
    fields: string[]; // "" for the creation of the whole record
    at: string;
    settled_at: string | null;
    outcome: Outcome;
}

// Worst first: a line says the outcome that a person should know about.
const gravity: Outcome[] = ['refused', 'not_stored', 'unknown', 'abandoned', 'planned', 'done'];

function outcomeOf(word: string): Outcome {
    return gravity.find((each) => each === word) ?? 'planned';
}

export function sentences(changes: Omit<Schemas['Change'], 'before' | 'after'>[]): Sentence[] {
    const lines: Sentence[] = [];
    const open = new Map<string, Sentence>();
    for (const change of changes.filter((each) => !isIdField(each.field))) {
        const record = change.link_id ?? change.a_record ?? change.b_record;
        const key = `${record ?? change.id}/${change.side}/${change.call_id ?? change.batch_id ?? change.id}`;
        const line = open.get(key);
        if (line !== undefined) {
            if (!line.fields.includes(change.field)) line.fields.push(change.field);
            if (gravity.indexOf(change.outcome) < gravity.indexOf(line.outcome)) line.outcome = change.outcome;
            continue;
        }
        const made: Sentence = {
            key,
            record,
            side: change.side,
            fields: [change.field],
            at: change.at,
            settled_at: change.settled_at,
            outcome: change.outcome,
        };
        open.set(key, made);
        lines.push(made);
    }
    return lines;
}

const same_write_ms = 2_000;

// What was told live and is not in the list yet goes on top, until the list is read again and holds it itself.
export function withNotices(listed: Sentence[], notices: Notice[], sync: string): Sentence[] {
    const moment = (line: Sentence) => Date.parse(line.settled_at ?? line.at);
    const newest = listed.reduce((latest, line) => Math.max(latest, moment(line)), 0);
    // The notice of a write may carry a slightly later time than the write itself.
    const held = (notice: Notice) =>
        listed.some(
            (line) =>
                line.side === notice.side &&
                (line.record === notice.link_id || line.record === notice.record_id) &&
                Math.abs(Date.parse(notice.at) - moment(line)) < same_write_ms,
        );
    const told = notices
        .map((notice) => ({ ...notice, fields: notice.fields.filter((field) => !isIdField(field)) }))
        .filter((notice) => notice.fields.length > 0);
    const fresh = told.filter((notice) => notice.sync === sync && Date.parse(notice.at) > newest && !held(notice));
    return [
        ...fresh.map((notice): Sentence => ({
            key: `${notice.link_id}/${notice.record_id}/${notice.side}/${notice.at}`,
            record: notice.link_id === '' ? notice.record_id : notice.link_id,
            side: notice.side,
            fields: notice.fields,
            at: notice.at,
            settled_at: null,
            outcome: outcomeOf(notice.outcome),
        })),
        ...listed,
    ];
}
