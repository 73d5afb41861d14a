// SPDX-License-Identifier: Apache-2.0
// A setting whose value may come from the trigger, the contact or an earlier step: typed, or chosen as a field and shown as a chip.
import { Button, NativeSelect, Popover, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconBraces, IconDownload, IconX } from '@tabler/icons-react';
import { createContext, type KeyboardEvent, type ReactNode, useContext, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChoices } from '../../parts/catalogue/queries';
import { choicesIn, type Input, isLines, typed } from '../../parts/catalogue/values';
import classes from './builder.module.css';
import { type Field, references } from './fields';

// The fields that may be named here.
export const FieldsHere = createContext<Field[]>([]);

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function useFieldWords() {
    const { t, i18n } = useTranslation();
    return {
        group: (group: string) => {
            const step = /^steps\.(.+)$/.exec(group)?.[1];
            if (step !== undefined) return t('build.from_step', { step });
            return i18n.exists(`build.group.${group}`) ? t(`build.group.${group}` as 'build.group.contact') : group;
        },
        // What a chip says: where from, and which member.
        chip: (path: string) =>
            path
                .replace(/^steps\./, '')
                .replace(/[.?]+/g, ' › ')
                .replace(/ › $/, ''),
    };
}

export function FieldPicker({ pick, words }: { pick: (path: string) => void; words?: string }) {
    const { t } = useTranslation();
    const fields = useContext(FieldsHere);
    const said = useFieldWords();
    const list = useId();
    const [opened, setOpened] = useState(false);
    const [wanted, setWanted] = useState('');
    const [at, setAt] = useState(0);
    const target = useRef<HTMLButtonElement>(null);
    const found = fields
        .filter((field) =>
            fold(wanted)
                .split(/\s+/)
                .every((word) => fold(`${field.path} ${said.group(field.group)}`).includes(word)),
        )
        .slice(0, 150);
    const chosen = found[Math.min(at, found.length - 1)];
    const choose = (path: string) => {
        setOpened(false);
        setWanted('');
        setAt(0);
        pick(path);
        target.current?.focus();
    };
    const pressed = (event: KeyboardEvent) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setAt(Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), found.length - 1));
        } else if (event.key === 'Enter') {
            event.preventDefault();
            if (chosen !== undefined) choose(chosen.path);
        } else if (event.key === 'Escape') {
            event.stopPropagation();
            setOpened(false);
            target.current?.focus();
        }
    };
    return (
        <Popover
            opened={opened}
            onChange={setOpened}
            position="bottom-end"
            width={360}
            shadow="md"
            trapFocus
            returnFocus
            withinPortal
        >
            <Popover.Target>
                <UnstyledButton
                    ref={target}
                    className={classes.insert}
                    aria-label={words ?? t('build.insert')}
                    onClick={() => {
                        setOpened(!opened);
                    }}
                >
                    <IconBraces size={14} aria-hidden /> {t('build.insert_short')}
                </UnstyledButton>
            </Popover.Target>
            <Popover.Dropdown>
                <TextInput
                    data-autofocus
                    role="combobox"
                    aria-expanded
                    aria-controls={list}
                    aria-activedescendant={chosen === undefined ? undefined : `${list}-${found.indexOf(chosen)}`}
                    aria-label={t('build.find_field')}
                    placeholder={t('build.find_field')}
                    value={wanted}
                    onChange={(event) => {
                        setWanted(event.currentTarget.value);
                        setAt(0);
                    }}
                    onKeyDown={pressed}
                />
                <div id={list} role="listbox" aria-label={t('build.find_field')} className={classes.fields}>
                    {found.length === 0 && <p className="dim small">{t('build.no_field')}</p>}
                    {found.map((field, number) => (
                        <div key={field.path} role="presentation">
                            {field.group !== found[number - 1]?.group && (
                                <p className={classes.group}>{said.group(field.group)}</p>
                            )}
                            <div
                                id={`${list}-${number}`}
                                role="option"
                                aria-selected={field === chosen}
                                className={classes.field}
                                onClick={() => {
                                    choose(field.path);
                                }}
                            >
                                <code>{field.path}</code> <span className="small dim">{t(`build.type.${field.type}`)}</span>
                                {field.sample !== undefined && typeof field.sample !== 'object' && (
                                    <span className="small dim"> {String(field.sample).slice(0, 40)}</span>
                                )}
                            </div>
                        </div>
                    ))}
                </div>
            </Popover.Dropdown>
        </Popover>
    );
}

// The fields that a text names, as chips that can be taken out.
export function Named({ text, change }: { text: string; change: (text: string) => void }) {
    const { t } = useTranslation();
    const said = useFieldWords();
    const found = references(text);
    if (found.length === 0) return null;
    return (
        <span className={classes.chips}>
            {found.map((each, number) => (
                <span key={number} className={classes.chip}>
                    {said.chip(each.path)}
                    {each.filters !== '' && <i> | {each.filters}</i>}
                    <UnstyledButton
                        aria-label={t('build.take_out', { field: each.path })}
                        onClick={() => {
                            change(text.replace(each.whole, ''));
                        }}
                    >
                        <IconX size={12} aria-hidden />
                    </UnstyledButton>
                </span>
            ))}
        </span>
    );
}

interface TextFieldProps {
    label: string;
    help?: ReactNode;
    value: string;
    change: (value: string) => void;
    required?: boolean;
    error?: string | undefined;
    placeholder?: string | undefined;
    lines?: boolean;
    bare?: boolean; // an expression without braces, as conditions are
}

export function TextField({
    label,
    help,
    value,
    change,
    required = false,
    error,
    placeholder,
    lines = false,
    bare = false,
}: TextFieldProps) {
    const { t } = useTranslation();
    const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
    const insert = (path: string) => {
        const put = bare ? path : `{{${path}}}`;
        const from = box.current?.selectionStart ?? value.length;
        const to = box.current?.selectionEnd ?? value.length;
        change(value.slice(0, from) + put + value.slice(to));
    };
    const shared = {
        label,
        required,
        error,
        description: help === '' ? undefined : help,
        placeholder,
        value,
        spellCheck: false,
        onChange: (event: { currentTarget: { value: string } }) => {
            change(event.currentTarget.value);
        },
    };
    return (
        <div className={classes.setting}>
            {lines ? <Textarea ref={box} {...shared} autosize minRows={2} maxRows={10} /> : <TextInput ref={box} {...shared} />}
            <span className={classes.below}>
                {!bare && <Named text={value} change={change} />}
                <FieldPicker pick={insert} words={t('build.insert_into', { label })} />
            </span>
        </div>
    );
}

// What an input's value looks like as text, and back. A text that is one {{field}} stands for its value whatever the type.
const is_field = (text: string) => /^\s*\{\{[\s\S]*\}\}\s*$/.test(text);
export function shownValue(input: Input, value: unknown): string {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    if (isLines(input) && Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('\n');
    return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}
export function readValue(input: Input, text: string): { value: unknown } | null {
    if (text === '') return { value: undefined };
    if (input.type === 'string' || is_field(text)) return { value: text };
    if (isLines(input))
        return {
            value: text
                .split('\n')
                .filter((line, place, all) => (line.trim() !== '' || place < all.length - 1 ? line.trim() !== '' : false)),
        };
    if (input.type === 'boolean') return text === 'true' || text === 'false' ? { value: text === 'true' } : { value: text };
    if (input.type === 'number' || input.type === 'integer') {
        const number = Number(text.trim().replace(',', '.'));
        return { value: Number.isFinite(number) && text.trim() !== '' ? number : text };
    }
    try {
        return { value: JSON.parse(text) as unknown };
    } catch {
        return null;
    }
}

export function ValueField({
    input,
    connection,
    value,
    change,
    error,
}: {
    input: Input;
    connection: string;
    value: unknown;
    change: (value: unknown) => void;
    error?: string | undefined;
}) {
    const { t } = useTranslation();
    const [text, setText] = useState(() => shownValue(input, value));
    const [committed, setCommitted] = useState(value);
    const choices = useChoices(connection, input.choices_from);
    const [as_text, setAsText] = useState(false);
    // Changed from elsewhere: by undo, or in the YAML.
    if (JSON.stringify(value) !== JSON.stringify(committed)) {
        setCommitted(value);
        setText(shownValue(input, value));
    }
    const set = (next: string) => {
        setText(next);
        const read = readValue(input, next);
        if (read === null) return;
        setCommitted(read.value);
        change(read.value);
    };
    const from = input.choices_from;
    const found =
        from === null || from === undefined || choices.data === undefined ? [] : choicesIn(choices.data.reply.body, from);
    const options =
        input.choices !== null
            ? input.choices.map((each) => ({ value: String(each), label: String(each) }))
            : input.type === 'boolean'
              ? [
                    { value: 'true', label: t('catalogue.yes') },
                    { value: 'false', label: t('catalogue.no') },
                ]
              : found.map((each) => ({
                    value: each.value,
                    label: each.label === each.value ? each.value : `${each.label} (${each.value})`,
                }));
    const is_unread = readValue(input, text) === null;
    const wide =
        input.type === 'object' || input.type === 'array' || (typeof input.sample === 'string' && input.sample.includes('\n'));
    const example =
        input.sample === null || input.sample === undefined ? undefined : t('catalogue.such_as', { example: typed(input) });
    const help = [
        input.help,
        isLines(input) ? t('catalogue.one_a_line') : wide && input.type !== 'string' ? t('catalogue.as_json') : '',
    ]
        .filter((each) => each !== '')
        .join(' ');
    const chooses = options.length > 0 && !as_text && !text.includes('{{');
    return (
        <div className={classes.setting}>
            {chooses ? (
                <>
                    <NativeSelect
                        label={input.label}
                        required={input.required}
                        description={help === '' ? undefined : help}
                        error={error}
                        value={text}
                        data={[
                            { value: '', label: '–' },
                            ...options,
                            ...(text === '' || options.some((each) => each.value === text) ? [] : [{ value: text, label: text }]),
                        ]}
                        onChange={(event) => {
                            set(event.currentTarget.value);
                        }}
                    />
                    <span className={classes.below}>
                        <FieldPicker
                            words={t('build.insert_into', { label: input.label })}
                            pick={(path) => {
                                setAsText(true);
                                set(`{{${path}}}`);
                            }}
                        />
                    </span>
                </>
            ) : (
                <TextField
                    label={input.label}
                    help={help}
                    required={input.required}
                    error={is_unread ? t('catalogue.problem.json') : error}
                    placeholder={example}
                    lines={wide}
                    value={text}
                    change={set}
                />
            )}
            {from !== null && from !== undefined && connection !== '' && (
                <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<IconDownload size={14} />}
                    loading={choices.isFetching}
                    aria-label={t('catalogue.load_for', { label: input.label })}
                    onClick={() => {
                        setAsText(false);
                        void choices.refetch();
                    }}
                >
                    {t('catalogue.load')}
                </Button>
            )}
            {choices.data !== undefined && !choices.isFetching && found.length === 0 && (
                <p className="small dim" role="status">
                    {choices.data.error === null ? t('catalogue.choices_empty') : choices.data.error.message}
                </p>
            )}
        </div>
    );
}
