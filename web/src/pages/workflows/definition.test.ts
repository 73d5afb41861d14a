// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { conditionOf, rowsOf } from './conditions';
import {
    allSteps,
    copies,
    type Definition,
    insert,
    move,
    newStep,
    put,
    readable,
    remove,
    renameStep,
    slotFor,
} from './definition';
import { difference } from './difference';
import { begun, reduce } from './editor';
import { fieldsFrom, references } from './fields';
import { choicesOf, installed } from './install';
import { fromText, patchedText } from './text';
import { eventOf } from './trial_input';

const text = `# What we do for new people
lockstep: workflow/1
id: welcome
name: {en: Welcome, fr: Bienvenue}
connections: {crm: {app: highlevel}}
triggers:
  - on: crm/triggers.contact_created
steps:
  - id: person # who it is
    do: call
    operation: crm/contacts.get_contact
    with: {contactId: "{{contact.id}}"}
  - id: has_email
    do: if
    when: not (steps.person.email | is_blank)
    then:
      - {id: tag, do: set, values: {mail: "{{steps.person.email}}"}}
      - {id: again, do: go_to, step: person, at_most: 2}
    else: []
  - {id: rest, do: wait, for: 2d}
`;
const definition = readable(fromText(text).value) as Definition;
const ids = (of: Definition) => allSteps(of).map(({ step }) => step.id);

describe('steps', () => {
    it('are walked from top to bottom, into branches', () => {
        expect(ids(definition)).toEqual(['person', 'has_email', 'tag', 'again', 'rest']);
    });
    it('are put in, taken out and moved, out of a branch as well', () => {
        const added = insert(definition, ['steps', 1, 'else'], 0, [newStep(definition, 'wait')]);
        expect(ids(added)).toEqual(['person', 'has_email', 'tag', 'again', 'wait', 'rest']);
        expect(ids(remove(definition, ['steps', 1]))).toEqual(['person', 'rest']);
        expect(ids(move(definition, ['steps', 2], -1))).toEqual(['person', 'rest', 'has_email', 'tag', 'again']);
        expect(ids(move(definition, ['steps', 1, 'then', 1], 1))).toEqual(['person', 'has_email', 'tag', 'again', 'rest']);
        expect(move(definition, ['steps', 1, 'then', 1], 1).steps.map((step) => step.id)).toEqual([
            'person',
            'has_email',
            'again',
            'rest',
        ]);
        expect(move(definition, ['steps', 0], -1)).toBe(definition);
    });
    it('that are copied get free ids, and speak of each other by them', () => {
        const [copy] = copies(definition, definition.steps.slice(1, 2));
        expect(copy?.id).toBe('has_email_2');
        const both = copies(definition, [...definition.steps.slice(0, 2)]);
        expect(both[1]?.['when']).toBe('not (steps.person_2.email | is_blank)');
        expect((both[1]?.['then'] as { step?: string }[])[1]?.step).toBe('person_2');
    });
    it('that are renamed are named so everywhere', () => {
        const renamed = renameStep(definition, 'person', 'who');
        expect(ids(renamed)[0]).toBe('who');
        expect(JSON.stringify(renamed)).not.toContain('steps.person');
        expect(JSON.stringify(renamed)).toContain('"step":"who"');
    });
    it('use the connection of their app, or make one', () => {
        expect(slotFor(definition, 'highlevel').slot).toBe('crm');
        const made = slotFor(definition, 'hexfit-full');
        expect(made.definition.connections?.[made.slot]).toEqual({ app: 'hexfit-full' });
        expect(slotFor(definition, 'general')).toEqual({ definition, slot: 'general' });
    });
});

describe('the text of a definition', () => {
    it('keeps its comments and order when something is changed on the canvas', () => {
        const written = patchedText(text, put(definition, ['steps', 2, 'for'], '3d'));
        expect(written).toContain('# What we do for new people');
        expect(written).toContain('# who it is');
        expect(readable(fromText(written).value)?.steps[2]?.['for']).toBe('3d');
        expect(patchedText(text, definition).split('\n')[0]).toBe('# What we do for new people');
    });
    it('means what is on the canvas after every kind of change', () => {
        const moved = move(definition, ['steps', 2], -1);
        const taken = put(remove(definition, ['steps', 0]), ['again'], 'once');
        for (const wanted of [moved, taken, renameStep(definition, 'person', 'who')])
            expect(fromText(patchedText(text, wanted)).value).toEqual(wanted);
    });
    it('that cannot be read says the line', () => {
        expect(fromText('id: a\nsteps: [').problem?.line).toBeGreaterThan(1);
        expect(readable({ id: 'x', name: {}, triggers: [], steps: [{ id: 'a', do: 'dance' }] })).toBeNull();
    });
});

describe('undo', () => {
    it('takes typing in one field as one step, and redo brings it back', () => {
        let state = begun(definition);
        const name = (value: string) => (before: Definition) => put(before, ['name', 'en'], value);
        state = reduce(state, { do: 'edit', change: name('H'), key: 'name', at: 1 });
        state = reduce(state, { do: 'edit', change: name('Hi'), key: 'name', at: 200 });
        state = reduce(state, { do: 'edit', change: name('Hi!'), key: 'name', at: 9_000 });
        state = reduce(state, { do: 'undo' });
        expect(state.present.name.en).toBe('Hi');
        state = reduce(state, { do: 'undo' });
        expect(state.present).toBe(definition);
        expect(reduce(state, { do: 'redo' }).present.name.en).toBe('Hi');
    });
});

describe('the difference of two versions', () => {
    it('tells steps that are new, gone, changed and moved', () => {
        const added = insert(definition, ['steps'], 3, [newStep(definition, 'stop')]);
        expect(difference(definition, added).map(({ what, step }) => [what, step])).toEqual([['added', 'stop']]);
        expect(difference(added, definition).map(({ what, step }) => [what, step])).toEqual([['removed', 'stop']]);
        expect(difference(definition, put(definition, ['steps', 2, 'for'], '3d'))).toEqual([
            { what: 'changed', step: 'rest', fields: [{ name: 'for', before: '2d', after: '3d' }] },
        ]);
        expect(
            difference(definition, move(definition, ['steps', 1, 'then', 1], 1)).some(
                ({ what, step }) => what === 'moved' && step === 'again',
            ),
        ).toBe(true);
        expect(difference(definition, put(definition, ['again'], 'once'))[0]?.step).toBe('');
        expect(difference(definition, definition)).toEqual([]);
    });
});

describe('conditions', () => {
    it('are rows where they are simple, and a text where they are more', () => {
        for (const each of [
            'trigger.status == "won"',
            '(contact.email | is_blank) and trigger.count > 3',
            'not (contact.email | is_blank) and trigger.name contains "a and b"',
        ])
            expect(conditionOf(rowsOf(each) ?? [])).toBe(each);
        expect(rowsOf('(a.items | count) > 0 or b == 1')).toBeNull();
        expect(rowsOf('')).toEqual([]);
    });
});

describe('fields', () => {
    it('come from the shapes, made fuller by samples', () => {
        const fields = fieldsFrom(
            { contact: { email: 'text' }, steps: { person: 'any' }, trigger: 'object' },
            { 'steps.person': { tags: ['a'], items: [{ 'odd name': 1 }] } },
        );
        const paths = fields.map((field) => field.path);
        expect(paths).toEqual(
            expect.arrayContaining(['contact.email', 'trigger', 'steps.person.tags', 'steps.person.items[0]["odd name"]']),
        );
        expect(references('Hi {{contact.first_name | upper}}!')).toEqual([
            { whole: '{{contact.first_name | upper}}', path: 'contact.first_name', filters: 'upper' },
        ]);
    });
});

describe('a template', () => {
    const template = `lockstep: workflow/1
id: note
name: {en: Note, fr: Note}
triggers: [{on: general/manual.started}]
steps:
  - {id: choices, do: set, values: {tag: client, days: 3}}
`;
    it('asks for the values of its first step, and becomes one’s own', () => {
        expect(choicesOf(template)).toEqual({ tag: 'client', days: '3' });
        const made = fromText(
            installed(template, { id: 'note-2', name: 'Mine', language: 'en', choices: { tag: 'vip', days: '5' } }),
        );
        expect(made.value).toMatchObject({
            id: 'note-2',
            name: { en: 'Mine', fr: 'Note' },
            steps: [{ values: { tag: 'vip', days: 5 } }],
        });
        expect(choicesOf(text)).toEqual({});
    });
});

describe('an event that is taken for a trial', () => {
    it('is about the trial’s contact, and nothing in it is read as an expression', () => {
        const event = { record_id: 'c1', payload: { id: 'c1', deep: [{ contactId: 'c1' }], say: 'x {{run.id}}' } };
        expect(eventOf(event as unknown as Parameters<typeof eventOf>[0])).toEqual({
            id: '{{contact.id}}',
            deep: [{ contactId: '{{contact.id}}' }],
            say: 'x { {run.id}}',
        });
    });
});
