// SPDX-License-Identifier: Apache-2.0
// One person in both books, each with the form of its app, and below what became of every edit. A form holds only what somebody typed
// and has not saved; everything else is what the app itself says, asked for every second.
import { Button, Checkbox, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure, type Schemas } from '../../api/client';
import { isIdField } from '../../parts/field_words';
import { Empty, StateMark, Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import { type Did, noteDeed } from './deeds';
import { WhatHappened } from './happened';
import { type Book, columnOf, type Hand, sides, useFieldName, useSyncOf } from './parts';
import { type Copy, useAddNote, useAddTask, useCreate, useDelete, useEdit, usePerson } from './queries';
import classes from './sandbox.module.css';

type Person = Schemas['SandboxPerson'];
type Field = Schemas['SandboxField'];
type Given = string | boolean | string[];
type Draft = Record<string, Given>;

const fresh_ms = 4_000;

function shownValue(field: Field, value: unknown): Given {
    if (field.kind === 'flag') return value === true;
    if (Array.isArray(value)) return value.map(String);
    return typeof value === 'string' ? value : '';
}

const said = (value: Given) => (Array.isArray(value) ? [...value].sort().join('\n') : String(value));

export function PersonPanel({ books, copy, close }: { books: [Book, Book]; copy: Copy; close: () => void }) {
    const { t } = useTranslation();
    const here = usePerson(copy);
    const at = books[0].app === copy.app ? 0 : 1;
    const partner = here.data?.partner ?? null;
    const sync = useSyncOf(books);
    const gone = here.error instanceof Failure && here.error.code === 'sandbox.no_record';
    const copies: (Copy | null)[] = [null, null];
    copies[at] = copy;
    const other = books[1 - at]?.app ?? '';
    copies[1 - at] = partner === null ? null : { app: other, id: partner };
    if (here.isPending)
        return (
            <div aria-busy>
                <Skeleton height={24} width={220} mb={16} />
                {Array.from({ length: 9 }, (_, line) => (
                    <Skeleton key={line} height={14} mt={18} />
                ))}
            </div>
        );
    const records = copies.flatMap((each) => (each === null ? [] : [each]));
    return (
        <>
            <h2 className={classes.person_name}>{here.data?.name === '' ? copy.id : (here.data?.name ?? t('sandbox.gone'))}</h2>
            {here.isError && !gone && <Trouble what={t('sandbox.unreadable')} error={here.error} />}
            {gone && (
                <Empty kind="nothing" title={t('sandbox.gone')}>
                    {t('sandbox.gone_why')}
                </Empty>
            )}
            {!gone && (
                <div className={classes.both}>
                    {books.map((book, side) => {
                        const own = copies[side];
                        const hand = sides[side] ?? 'left';
                        return own === null || own === undefined ? (
                            <section key={book.app} className={classes.screen} data-hand={hand} aria-label={book.title}>
                                <h3>{book.title}</h3>
                                <p className="dim">{t('sandbox.nobody_here')}</p>
                            </section>
                        ) : (
                            <Screen
                                key={own.app + own.id}
                                book={book}
                                hand={hand}
                                copy={own}
                                sync={sync?.id ?? null}
                                deleted={own.id === copy.id ? close : undefined}
                            />
                        );
                    })}
                </div>
            )}
            <WhatHappened books={books} records={records.length === 0 ? [copy] : records} sync={sync} />
        </>
    );
}

// The screen of one app: its form, notes, tasks, and deletion.
function Screen({
    book,
    hand,
    copy,
    sync,
    deleted,
}: {
    book: Book;
    hand: Hand;
    copy: Copy;
    sync: string | null;
    deleted: (() => void) | undefined;
}) {
    const { t } = useTranslation();
    const person = usePerson(copy);
    const edit = useEdit();
    const remove = useDelete();
    const [draft, setDraft] = useState<Draft>({});
    const fresh = useFresh(book.form, person.data);
    if (person.data === undefined)
        return <section className={classes.screen} data-hand={hand} aria-label={book.title} aria-busy />;
    const fields = person.data.fields;
    const changed = Object.keys(draft);
    const note = (did: Did, at: string, names: string[] = []) => {
        noteDeed({ did, ...{ app: copy.app, record: copy.id }, sync, at, fields: names });
    };
    const save = (event: FormEvent) => {
        event.preventDefault();
        if (changed.length === 0) return;
        edit.mutate(
            { ...copy, fields: draft },
            {
                onSuccess: (saved) => {
                    note('edited', saved.at, changed);
                    setDraft({});
                },
            },
        );
    };
    return (
        <section className={classes.screen} data-hand={hand} aria-label={book.title}>
            <h3>{book.title}</h3>
            <form onSubmit={save} className={classes.fields}>
                {book.form.map((field) => (
                    <FormControl
                        key={field.name}
                        field={field}
                        value={draft[field.name] ?? shownValue(field, fields[field.name])}
                        is_draft={field.name in draft}
                        is_fresh={fresh.has(field.name)}
                        change={(value) => {
                            const stored = shownValue(field, fields[field.name]);
                            // Typed back to what is stored: nothing to save.
                            const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== field.name));
                            setDraft(said(value) === said(stored) ? rest : { ...draft, [field.name]: value });
                        }}
                    />
                ))}
                <div className={classes.acts}>
                    <Button
                        type="submit"
                        size="xs"
                        variant="default"
                        className={classes.save ?? ''}
                        loading={edit.isPending}
                        disabled={changed.length === 0}
                    >
                        {t('sandbox.save_in', { app: book.title })}
                    </Button>
                    {changed.length > 0 && (
                        <Button
                            size="xs"
                            variant="subtle"
                            onClick={() => {
                                setDraft({});
                            }}
                        >
                            {t('sandbox.discard')}
                        </Button>
                    )}
                    {changed.length === 0 && edit.isSuccess && <StateMark tone="ok">{t('sandbox.saved')}</StateMark>}
                </div>
                {edit.isError && <Trouble what={t('sandbox.not_saved')} error={edit.error} />}
            </form>
            <Attached kind="notes" items={person.data.notes} copy={copy} note={note} />
            <Attached kind="tasks" items={person.data.tasks} copy={copy} note={note} />
            <div className={classes.acts}>
                <SureButton
                    size="xs"
                    ask={t('sandbox.delete')}
                    sure={t('sandbox.delete_sure', { app: book.title })}
                    pending={remove.isPending}
                    act={() => {
                        remove.mutate(copy, {
                            onSuccess: () => {
                                note('deleted', new Date().toISOString());
                                deleted?.();
                            },
                        });
                    }}
                />
            </div>
            {remove.isError && <Trouble what={t('sandbox.not_deleted')} error={remove.error} />}
        </section>
    );
}

// The fields whose value changed by itself a moment ago: what has just arrived is shown as such.
function useFresh(form: readonly Field[], person: Person | undefined): ReadonlySet<string> {
    const known = useRef<Record<string, string> | null>(null);
    const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
    useEffect(() => {
        if (person === undefined) return;
        const present = Object.fromEntries(form.map((field) => [field.name, said(shownValue(field, person.fields[field.name]))]));
        const before = known.current;
        known.current = present;
        const arrived = before === null ? [] : Object.keys(present).filter((name) => present[name] !== before[name]);
        if (arrived.length === 0) return;
        setFresh(new Set(arrived));
    }, [form, person]);
    useEffect(() => {
        if (fresh.size === 0) return;
        const timer = setTimeout(() => {
            setFresh(new Set());
        }, fresh_ms);
        return () => {
            clearTimeout(timer);
        };
    }, [fresh]);
    return fresh;
}

function FormControl({
    field,
    value,
    is_draft,
    is_fresh,
    change,
}: {
    field: Field;
    value: Given;
    is_draft: boolean;
    is_fresh: boolean;
    change: (value: Given) => void;
}) {
    const { t } = useTranslation();
    const name = useFieldName();
    const label = name(field.name);
    const is_id = isIdField(columnOf(field.name));
    const mark = { 'data-draft': is_draft, 'data-fresh': is_fresh, className: classes.field ?? '' };
    if (field.kind === 'flag')
        return (
            <Checkbox
                {...mark}
                size="xs"
                label={label}
                checked={value === true}
                onChange={(event) => {
                    change(event.currentTarget.checked);
                }}
            />
        );
    if (field.kind === 'choice')
        return (
            <NativeSelect
                {...mark}
                size="xs"
                label={label}
                value={String(value)}
                data={field.choices.includes(String(value)) ? field.choices : [{ value: '', label: '–' }, ...field.choices]}
                onChange={(event) => {
                    change(event.currentTarget.value);
                }}
            />
        );
    if (field.kind === 'list') return <ListControl key={said(value)} mark={mark} label={label} value={value} change={change} />;
    return (
        <TextInput
            {...mark}
            size="xs"
            type={field.kind === 'date' ? 'date' : 'text'}
            label={label}
            description={is_id ? t('sandbox.id_field') : undefined}
            readOnly={is_id}
            autoComplete="off"
            maxLength={400}
            value={String(value)}
            onChange={(event) => {
                change(event.currentTarget.value);
            }}
        />
    );
}

// Parted by commas; taken when the field is left, so that a comma can be typed.
function ListControl({
    mark,
    label,
    value,
    change,
}: {
    mark: Record<string, unknown>;
    label: string;
    value: Given;
    change: (value: Given) => void;
}) {
    const [typed, setTyped] = useState(Array.isArray(value) ? value.join(', ') : '');
    const take = () => {
        change([...new Set(typed.split(',').map((each) => each.trim()))].filter((each) => each !== ''));
    };
    return (
        <TextInput
            {...mark}
            size="xs"
            label={label}
            autoComplete="off"
            maxLength={1000}
            value={typed}
            onChange={(event) => {
                setTyped(event.currentTarget.value);
            }}
            onBlur={take}
            onKeyDown={(event) => {
                if (event.key === 'Enter') take();
            }}
        />
    );
}

function Attached({
    kind,
    items,
    copy,
    note,
}: {
    kind: 'notes' | 'tasks';
    items: Schemas['SandboxAttached'][];
    copy: Copy;
    note: (did: Did, at: string) => void;
}) {
    const { t } = useTranslation();
    const add_note = useAddNote();
    const add_task = useAddTask();
    const [text, setText] = useState('');
    const add = kind === 'notes' ? add_note : add_task;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const given = text.trim();
        if (given === '') return;
        const onSuccess = (person: Person) => {
            note(kind === 'notes' ? 'noted' : 'tasked', person.at);
            setText('');
        };
        if (kind === 'notes') add_note.mutate({ ...copy, text: given }, { onSuccess });
        else add_task.mutate({ ...copy, title: given }, { onSuccess });
    };
    return (
        <div className={classes.attached}>
            <h4>{t(kind === 'notes' ? 'sandbox.notes' : 'sandbox.tasks')}</h4>
            {items.length === 0 && <p className="small dim">{t(kind === 'notes' ? 'sandbox.no_notes' : 'sandbox.no_tasks')}</p>}
            <ul>
                {items.map((item) => (
                    <li key={item.id}>
                        {item.title !== null && <b>{item.title}</b>} {item.text}
                    </li>
                ))}
            </ul>
            <form onSubmit={submit} className={classes.add}>
                <TextInput
                    size="xs"
                    aria-label={t(kind === 'notes' ? 'sandbox.new_note' : 'sandbox.new_task')}
                    placeholder={t(kind === 'notes' ? 'sandbox.new_note' : 'sandbox.new_task')}
                    maxLength={kind === 'notes' ? 5000 : 200}
                    autoComplete="off"
                    value={text}
                    onChange={(event) => {
                        setText(event.currentTarget.value);
                    }}
                />
                <Button type="submit" size="xs" variant="default" loading={add.isPending} disabled={text.trim() === ''}>
                    {t('sandbox.add')}
                </Button>
            </form>
            {add.isError && <Trouble what={t('sandbox.not_saved')} error={add.error} />}
        </div>
    );
}

export function NewPerson({ books, app, opened }: { books: [Book, Book]; app: string; opened: (copy: Copy) => void }) {
    const { t } = useTranslation();
    const create = useCreate();
    const sync = useSyncOf(books);
    const [draft, setDraft] = useState<Draft>({});
    const side = books[1].app === app ? 1 : 0;
    const book = books[side];
    const submit = (event: FormEvent) => {
        event.preventDefault();
        create.mutate(
            { app: book.app, fields: draft },
            {
                onSuccess: (made) => {
                    noteDeed({
                        did: 'created',
                        app: made.app,
                        record: made.id,
                        sync: sync?.id ?? null,
                        at: made.at,
                        fields: Object.keys(draft),
                    });
                    opened(made);
                },
            },
        );
    };
    return (
        <section className={classes.screen} data-hand={sides[side]} aria-label={book.title}>
            <h3>{book.title}</h3>
            <form onSubmit={submit} className={classes.fields}>
                {book.form
                    .filter((field) => !isIdField(columnOf(field.name)))
                    .map((field) => (
                        <FormControl
                            key={field.name}
                            field={field}
                            value={draft[field.name] ?? shownValue(field, undefined)}
                            is_draft={false}
                            is_fresh={false}
                            change={(value) => {
                                const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== field.name));
                                setDraft(
                                    said(value) === said(shownValue(field, undefined)) ? rest : { ...draft, [field.name]: value },
                                );
                            }}
                        />
                    ))}
                <div className={classes.acts}>
                    <Button
                        type="submit"
                        size="xs"
                        variant="default"
                        className={classes.save ?? ''}
                        loading={create.isPending}
                        disabled={Object.keys(draft).length === 0}
                    >
                        {t('sandbox.create_in', { app: book.title })}
                    </Button>
                </div>
                {create.isError && <Trouble what={t('sandbox.not_saved')} error={create.error} />}
            </form>
        </section>
    );
}
