// SPDX-License-Identifier: Apache-2.0
// What fields and reasons are called for people. A field that has no word of ours keeps the app's own name.
import type { TFunction } from 'i18next';
import messages from '../../../src/messages/en.json';
import en from '../words/en.json';
import type { Word } from '../words/words';
import { meaningOf, partnerIn } from './apps';

// Our word for the field: what the app's declaration says that it means, or what its own name says in plain words.
function known(field: string): string | null {
    const name = meaningOf(field) ?? field.replace(/^custom\./, '');
    return Object.hasOwn(en.field, name) ? name : null;
}

// Of a note or a task: "note_text", "task_due".
function attached(field: string): string | null {
    return /^(note|task)\.(text|title|due|completed)$/.test(field) ? field.replace('.', '_') : null;
}

export function fieldLabel(t: TFunction, field: string): string {
    if (field === '') return t('field_whole');
    const of_attached = attached(field);
    if (of_attached !== null) return t(`attached.field_${of_attached}` as Word);
    const app = partnerIn(field);
    if (app !== null) return t('field_id_at', { app });
    const name = known(field);
    return name === null ? field.replace(/^custom\./, '') : t(`field.${name}` as Word);
}

// The field in which an app keeps the id of the other side's record: ours, and no news to anybody.
export function isIdField(field: string): boolean {
    return partnerIn(field) !== null;
}

// With its article, for the middle of a sentence: "the phone number", "le numéro de téléphone".
export function fieldInSentence(t: TFunction, field: string): string {
    const app = partnerIn(field);
    if (app !== null) return t('field_id_at_said', { app });
    const of_attached = attached(field);
    if (of_attached !== null) return t(`attached.said_${of_attached}` as Word);
    const name = known(field);
    return name === null ? field.replace(/^custom\./, '') : t(`field_said.${name}` as Word);
}

// What happened, where that is more than a value that changed: "Note added", "Task completed".
export function changeLabel(t: TFunction, change: { field: string; reason: string; after: unknown }): string {
    if (change.field === 'task.completed' && change.reason !== 'attached_new')
        return change.after === 'true' ? t('attached.task_completed') : t('attached.task_reopened');
    if (change.field === 'note.text')
        return change.reason === 'attached_new' ? t('attached.note_added') : t('attached.note_changed');
    if (change.field === 'task.title' && change.reason === 'attached_new') return t('attached.task_added');
    return fieldLabel(t, change.field);
}

export function reasonWords(t: TFunction, reason: string): string {
    return Object.hasOwn(messages.merge_reason, reason) ? t(`merge_reason.${reason}` as Word) : reason.replaceAll('_', ' ');
}
