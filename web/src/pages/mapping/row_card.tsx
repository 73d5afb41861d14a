// SPDX-License-Identifier: Apache-2.0
// One pair of fields: what each side shows and would show, and the rule between them.
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import {
    IconAlertTriangle,
    IconArrowLeft,
    IconArrowRight,
    IconArrowsLeftRight,
    IconInfoCircle,
    IconPencil,
} from '@tabler/icons-react';
import { useContext, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import type { Side } from '../../parts/current_sync';
import { reasonWords } from '../../parts/field_words';
import { sameValue, Value } from '../../parts/value';
import { FieldNames, nameOfField } from './field_names';
import classes from './mapping.module.css';
import type { Row, TriedRow } from './queries';
import {
    blanks,
    conflicts,
    directions,
    first_matches,
    formOf,
    forms,
    hasInverse,
    isOneWay,
    kindOf,
    kinds,
    newRow,
    withDefault,
    withDirection,
    withForm,
    withoutTransform,
} from './row';
import { TableOfValues } from './table_of_values';

const arrows = { both: IconArrowsLeftRight, a_to_b: IconArrowRight, b_to_a: IconArrowLeft };

interface Props {
    row: Row;
    names: Record<Side, string>;
    tried: TriedRow | null;
    is_changed: boolean;
    problems: Schemas['MappingProblem'][];
    notes: Schemas['MappingProblem'][];
    change: (row: Row) => void;
    remove: () => void;
}

export function RowCard({ row, names, tried, is_changed, problems, notes, change, remove }: Props) {
    const { t, i18n } = useTranslation();
    const fields = useContext(FieldNames);
    const [open, setOpen] = useState(false);
    const id = useId();
    const direction = row.direction ?? 'both';
    const Arrow = arrows[direction];
    const label = (side: Side) => nameOfField(t, i18n.language, fields, side, row[side]);
    const form = formOf(row);
    const is_set = kindOf(row) === 'set';
    const title = `${label('a')}, ${label('b')}`;
    const rules = [
        form === 'as_is' ? null : t(`mapped.form.${form}`),
        is_set
            ? t('mapped.conflict.union')
            : isOneWay(row)
              ? null
              : ruleWords(t(`mapped.conflict.${row.conflict ?? 'newest'}`, sides(names))),
        row.blank === 'propagate' && !is_set ? t('mapped.blank_short') : null,
    ].filter((each) => each !== null);
    return (
        <li className={classes.row} data-changed={is_changed || undefined} data-wrong={problems.length > 0 || undefined}>
            <Cell side="a" label={label('a')} name={names.a} tried={tried} />
            <div className={classes.rule}>
                <span className={classes.arrow} title={t(`mapped.direction.${direction}`, sides(names))}>
                    <Arrow size={20} stroke={1.75} aria-hidden />
                    <span className="unseen">{t(`mapped.direction.${direction}`, sides(names))}</span>
                </span>
                <span className={classes.rule_words}>{rules.join(' · ')}</span>
                <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<IconPencil size={14} aria-hidden />}
                    aria-expanded={open}
                    aria-controls={id}
                    aria-label={t('mapped.edit_row', { row: title })}
                    onClick={() => {
                        setOpen(!open);
                    }}
                >
                    {open ? t('mapped.close') : t('mapped.edit')}
                </Button>
            </div>
            <Cell side="b" label={label('b')} name={names.b} tried={tried} />
            {tried !== null && <Outcome tried={tried} />}
            {problems.map((problem) => (
                <p key={problem.code} role="alert" className={classes.problem}>
                    <IconAlertTriangle size={16} aria-hidden /> {problem.message}
                </p>
            ))}
            {notes.map((note) => (
                <p key={note.code} className={classes.note}>
                    <IconInfoCircle size={16} aria-hidden /> {note.message}
                </p>
            ))}
            {open && (
                <div id={id} className={classes.settings} role="group" aria-label={title}>
                    <Rules row={row} names={names} change={change} />
                    <Transform row={row} names={names} tried={tried} change={change} />
                    <Button size="compact-sm" variant="default" color="red" onClick={remove}>
                        {t('mapped.remove')}
                    </Button>
                </div>
            )}
        </li>
    );
}

const ruleWords = (words: string) => words.charAt(0).toLocaleLowerCase() + words.slice(1);
const sides = (names: Record<Side, string>) => ({ left: names.a, right: names.b });

function Cell({ side, label, name, tried }: { side: Side; label: string; name: string; tried: TriedRow | null }) {
    const { t } = useTranslation();
    const would = tried?.written[side] === true && !sameValue(tried.after[side], tried.shown[side]);
    return (
        <div className={classes.side} data-side={side}>
            <span className={classes.app}>{name}</span>
            <b>{label}</b>
            {tried !== null &&
                (tried.known[side] ? (
                    <span className={would ? classes.was : undefined}>
                        {would && <span className="unseen">{t('mapped.is')} </span>}
                        <Value value={tried.shown[side]} />
                    </span>
                ) : (
                    !would && <span className="dim">{t('mapped.not_read')}</span>
                ))}
            {would && (
                <span className={classes.would}>
                    <span className={classes.would_word}>{t('mapped.would')}</span> <Value value={tried.after[side]} />
                </span>
            )}
        </div>
    );
}

function Outcome({ tried }: { tried: TriedRow }) {
    const { t } = useTranslation();
    if (tried.question !== null)
        return (
            <p className={classes.question}>
                <IconAlertTriangle size={16} aria-hidden /> {t('mapped.would_ask')} · {reasonWords(t, tried.reason)}
            </p>
        );
    if (!tried.written.a && !tried.written.b) return null;
    return <p className={classes.why}>{reasonWords(t, tried.reason)}</p>;
}

function Rules({ row, names, change }: { row: Row; names: Record<Side, string>; change: (row: Row) => void }) {
    const { t } = useTranslation();
    const is_set = kindOf(row) === 'set';
    const one_way = isOneWay(row);
    return (
        <>
            <NativeSelect
                label={t('mapped.direction_label')}
                value={row.direction ?? 'both'}
                data={directions.map((value) => ({ value, label: t(`mapped.direction.${value}`, sides(names)) }))}
                onChange={(event) => {
                    const chosen = directions.find((each) => each === event.currentTarget.value);
                    if (chosen !== undefined) change(withDirection(row, chosen));
                }}
            />
            <NativeSelect
                label={t('mapped.kind_label')}
                value={kindOf(row)}
                data={kinds.map((value) => ({ value, label: t(`mapped.kind.${value}`) }))}
                onChange={(event) => {
                    const kind = kinds.find((each) => each === event.currentTarget.value);
                    if (kind === undefined) return;
                    const fresh = newRow(row.a, row.b, kind);
                    const rest = withoutTransform(row);
                    change({
                        ...rest,
                        kind,
                        conflict: kind === 'set' || is_set ? (fresh.conflict ?? 'newest') : (row.conflict ?? 'newest'),
                    });
                }}
            />
            {!is_set && !one_way && (
                <NativeSelect
                    label={t('mapped.conflict_label')}
                    value={row.conflict ?? 'newest'}
                    data={conflicts.map((value) => ({ value, label: t(`mapped.conflict.${value}`, sides(names)) }))}
                    onChange={(event) => {
                        const conflict = conflicts.find((each) => each === event.currentTarget.value);
                        if (conflict !== undefined) change({ ...row, conflict });
                    }}
                />
            )}
            {!is_set && (
                <NativeSelect
                    label={t('mapped.first_match_label')}
                    value={row.first_match ?? 'newest'}
                    data={first_matches.map((value) => ({ value, label: t(`mapped.first_match.${value}`, sides(names)) }))}
                    onChange={(event) => {
                        const first_match = first_matches.find((each) => each === event.currentTarget.value);
                        if (first_match !== undefined) change({ ...row, first_match });
                    }}
                />
            )}
            {!is_set && (
                <NativeSelect
                    label={t('mapped.blank_label')}
                    value={row.blank ?? 'keep'}
                    data={blanks.map((value) => ({ value, label: t(`mapped.blank.${value}`) }))}
                    onChange={(event) => {
                        const blank = blanks.find((each) => each === event.currentTarget.value);
                        if (blank !== undefined) change({ ...row, blank });
                    }}
                />
            )}
            {one_way && !is_set && (
                <Switch
                    label={t('mapped.enforce', { app: row.direction === 'a_to_b' ? names.a : names.b })}
                    checked={row.enforce === true}
                    onChange={(event) => {
                        change({ ...row, enforce: event.currentTarget.checked });
                    }}
                />
            )}
        </>
    );
}

function Transform({
    row,
    names,
    tried,
    change,
}: {
    row: Row;
    names: Record<Side, string>;
    tried: TriedRow | null;
    change: (row: Row) => void;
}) {
    const { t } = useTranslation();
    const kind = kindOf(row);
    const form = formOf(row);
    const one_way = isOneWay(row);
    const owner = row.direction === 'b_to_a' ? 'b' : 'a';
    return (
        <>
            {forms[kind].length > 1 && (
                <NativeSelect
                    label={t('mapped.form_label')}
                    description={hasInverse(form) ? undefined : t('mapped.no_inverse')}
                    value={form}
                    data={forms[kind].map((value) => ({ value, label: t(`mapped.form.${value}`, sides(names)) }))}
                    onChange={(event) => {
                        const chosen = forms[kind].find((each) => each === event.currentTarget.value);
                        if (chosen === undefined) return;
                        const next = withForm(row, chosen);
                        // What does not read back goes one way: the way in which it was read until now.
                        change(!hasInverse(chosen) && !one_way ? withDirection(next, 'a_to_b') : next);
                    }}
                />
            )}
            {form !== 'as_is' && form !== 'table' && tried !== null && tried.known.a && (
                <p className={classes.example}>
                    {t('mapped.example')} <Value value={tried.shown.a} /> → <Value value={tried.as_written} />
                </p>
            )}
            {form === 'table' && <TableOfValues row={row} names={names} change={change} />}
            {one_way && form !== 'table' && kind === 'text' && (
                <TextInput
                    label={t('mapped.when_blank', { app: names[owner] })}
                    description={t('mapped.when_blank_why')}
                    maxLength={500}
                    value={row.transform?.when_blank ?? ''}
                    onChange={(event) => {
                        change(withDefault(row, event.currentTarget.value));
                    }}
                />
            )}
        </>
    );
}
