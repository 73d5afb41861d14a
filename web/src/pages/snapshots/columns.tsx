// SPDX-License-Identifier: Apache-2.0
// Which column of a draft is which field: guessed, shown with what stands in it, and corrected with selects.
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Section, StateMark, Trouble } from '../../parts/page/page';
import { Value } from '../../parts/value';
import { useSetColumns } from './queries';
import classes from './snapshots.module.css';

type Look = Schemas['SnapshotColumnLook'];
interface Chosen {
    takes: string;
    order: Schemas['DateOrder'];
}

const special = ['id', 'archived', 'active'] as const;

export function Columns({ connection, preview }: { connection: string; preview: Schemas['SnapshotPreview'] }) {
    const { t } = useTranslation();
    const set = useSetColumns(connection, preview.snapshot.id);
    const stored = preview.columns.map((each) => ({ takes: each.takes ?? '', order: each.order }));
    const [chosen, setChosen] = useState<Chosen[]>(stored);
    const is_changed = JSON.stringify(chosen) !== JSON.stringify(stored);
    const choose = (at: number, change: Partial<Chosen>) => {
        setChosen((before) =>
            before.map((each, index) => {
                if (index === at) return { ...each, ...change };
                // A field has one column: the one that had it is left out.
                return change.takes !== undefined && change.takes !== '' && each.takes === change.takes
                    ? { ...each, takes: '' }
                    : each;
            }),
        );
    };
    const save = () => {
        set.mutate(chosen.map((each) => ({ takes: each.takes === '' ? null : each.takes, order: each.order })));
    };
    // Nobody has said anything yet about dates that could be read both ways.
    const open = preview.snapshot.columns_are_remembered
        ? []
        : preview.columns.filter(
              (each, at) => each.is_order_open && chosen[at]?.takes !== '' && chosen[at]?.order === each.guess?.order,
          );
    return (
        <Section
            title={t('snapshots.columns')}
            aside={preview.snapshot.columns_are_remembered ? t('snapshots.remembered') : undefined}
        >
            {open.map((each, at) => (
                <p key={at} className={classes.note}>
                    <StateMark tone="attention">{t('snapshots.check_dates')}</StateMark>{' '}
                    {t('snapshots.order_open', { name: each.name })}
                </p>
            ))}
            <div className={classes.columns} role="table" aria-label={t('snapshots.columns')}>
                <div role="row" className={classes.columns_head}>
                    <span role="columnheader">{t('snapshots.column')}</span>
                    <span role="columnheader">{t('snapshots.field')}</span>
                    <span role="columnheader">{t('snapshots.samples')}</span>
                </div>
                {preview.columns.map((look, at) => (
                    <ColumnRow
                        key={at}
                        at={at}
                        look={look}
                        chosen={chosen[at] ?? { takes: '', order: 'year_first' }}
                        fields={preview.fields}
                        choose={choose}
                    />
                ))}
            </div>
            {set.isError && <Trouble what={t('snapshots.not_set')} error={set.error} />}
            {is_changed && (
                <div className={classes.row}>
                    <Button loading={set.isPending} onClick={save}>
                        {t('snapshots.use_columns')}
                    </Button>
                    <Button
                        variant="subtle"
                        onClick={() => {
                            setChosen(stored);
                        }}
                    >
                        {t('snapshots.keep')}
                    </Button>
                </div>
            )}
            <People preview={preview} />
        </Section>
    );
}

function ColumnRow({
    at,
    look,
    chosen,
    fields,
    choose,
}: {
    at: number;
    look: Look;
    chosen: Chosen;
    fields: Schemas['SnapshotField'][];
    choose: (at: number, change: Partial<Chosen>) => void;
}) {
    const { t } = useTranslation();
    const name = look.name === '' ? t('snapshots.unnamed', { number: at + 1 }) : look.name;
    const is_date = fields.find((each) => each.name === chosen.takes)?.kind === 'date';
    return (
        <div role="row" className={classes.column} data-left-out={chosen.takes === ''}>
            <div role="cell">
                <b>{name}</b>
            </div>
            <div role="cell" className={classes.choice}>
                <NativeSelect
                    aria-label={t('snapshots.field_of', { name })}
                    value={chosen.takes}
                    onChange={(event) => {
                        choose(at, { takes: event.currentTarget.value });
                    }}
                >
                    <option value="">{t('snapshots.left_out')}</option>
                    <optgroup label={t('snapshots.fields')}>
                        {fields.map((field) => (
                            <option key={field.name} value={field.name}>
                                {field.label}
                            </option>
                        ))}
                    </optgroup>
                    <optgroup label={t('snapshots.about_record')}>
                        {special.map((each) => (
                            <option key={each} value={`#${each}`}>
                                {t(`snapshots.special.${each}`)}
                            </option>
                        ))}
                    </optgroup>
                </NativeSelect>
                {is_date && (
                    <NativeSelect
                        aria-label={t('snapshots.order_of', { name })}
                        value={chosen.order}
                        data={(['year_first', 'day_first', 'month_first'] as const).map((each) => ({
                            value: each,
                            label: t(`snapshots.order.${each}`),
                        }))}
                        onChange={(event) => {
                            choose(at, { order: event.currentTarget.value as Schemas['DateOrder'] });
                        }}
                    />
                )}
            </div>
            <div role="cell" className={classes.samples}>
                {look.samples.length === 0 ? (
                    <span className="dim">{t('snapshots.empty_column')}</span>
                ) : (
                    look.samples.map((each) => <span key={each}>{each}</span>)
                )}
            </div>
        </div>
    );
}

// The first rows as they would be taken, so that a wrong date is seen before it counts.
function People({ preview }: { preview: Schemas['SnapshotPreview'] }) {
    const { t } = useTranslation();
    const fields = preview.fields.filter((field) =>
        preview.people.some((person) => person.fields.some((each) => each.field === field.name)),
    );
    if (fields.length === 0) return null;
    return (
        <>
            <h3 className={classes.sub}>{t('snapshots.as_taken')}</h3>
            <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('snapshots.as_taken')}>
                <table className={classes.table}>
                    <thead>
                        <tr>
                            <th>{t('snapshots.line')}</th>
                            {fields.map((field) => (
                                <th key={field.name}>{field.label}</th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {preview.people.map((person) => (
                            <tr key={person.line}>
                                <td className="numbers dim">{person.line}</td>
                                {fields.map((field) => {
                                    const value = person.fields.find((each) => each.field === field.name);
                                    const problem = person.problems.find((each) => each.field === field.name);
                                    return (
                                        <td key={field.name}>
                                            {problem !== undefined ? (
                                                <StateMark tone="attention">{t(`snapshots.fault.${problem.fault}`)}</StateMark>
                                            ) : value === undefined ? (
                                                ''
                                            ) : (
                                                <Value value={value.value} />
                                            )}
                                        </td>
                                    );
                                })}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </>
    );
}
