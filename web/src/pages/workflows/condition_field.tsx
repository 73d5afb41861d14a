// SPDX-License-Identifier: Apache-2.0
// A condition as rows of field, comparison and value; as a text where it is more than that.
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './builder.module.css';
import { type Comparison, comparisons, conditionOf, type Row, rowsOf } from './conditions';
import { FieldPicker, TextField } from './field';

export function ConditionField({
    label,
    help,
    value,
    change,
    required = false,
    error,
}: {
    label: string;
    help: string;
    value: string;
    change: (value: string) => void;
    required?: boolean;
    error?: string | undefined;
}) {
    const { t } = useTranslation();
    const read = rowsOf(value);
    const [written, setWritten] = useState(false);
    // A row without a field says nothing yet, and is no part of the condition.
    const [open, setOpen] = useState<{ rows: Row[]; as: string } | null>(null);
    const rows = open !== null && open.as === value ? open.rows : read;
    if (written || rows === null)
        return (
            <div className={classes.setting}>
                <TextField label={label} help={help} value={value} change={change} required={required} error={error} bare lines />
                {read !== null && (
                    <Button
                        size="compact-xs"
                        variant="subtle"
                        onClick={() => {
                            setWritten(false);
                        }}
                    >
                        {t('build.as_rows')}
                    </Button>
                )}
            </div>
        );
    const set = (next: Row[]) => {
        const as = conditionOf(next);
        setOpen({ rows: next, as });
        change(as);
    };
    const edit = (number: number, part: Partial<Row>) => {
        set(rows.map((row, place) => (place === number ? { ...row, ...part } : row)));
    };
    return (
        <fieldset className={classes.condition}>
            <legend>{label}</legend>
            <p className="small dim">{help}</p>
            {rows.map((row, number) => (
                <div key={number} className={classes.row}>
                    <div>
                        <TextInput
                            aria-label={t('build.row_field')}
                            placeholder="contact.email"
                            spellCheck={false}
                            value={row.field}
                            onChange={(event) => {
                                edit(number, { field: event.currentTarget.value });
                            }}
                        />
                        <FieldPicker
                            pick={(path) => {
                                edit(number, { field: path });
                            }}
                        />
                    </div>
                    <NativeSelect
                        aria-label={t('build.row_is')}
                        value={row.is}
                        data={comparisons.map((each) => ({ value: each, label: t(`build.is.${name_of[each]}`) }))}
                        onChange={(event) => {
                            edit(number, { is: event.currentTarget.value as Comparison });
                        }}
                    />
                    {row.is !== 'blank' && row.is !== 'not_blank' ? (
                        <TextInput
                            aria-label={t('build.row_value')}
                            value={row.value}
                            onChange={(event) => {
                                edit(number, { value: event.currentTarget.value });
                            }}
                        />
                    ) : (
                        <span />
                    )}
                    <ActionIcon
                        aria-label={t('build.row_remove')}
                        onClick={() => {
                            set(rows.filter((_, place) => place !== number));
                        }}
                    >
                        <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                </div>
            ))}
            {error !== undefined && (
                <p className={classes.wrong} role="alert">
                    {error}
                </p>
            )}
            <div className={classes.actions}>
                <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconPlus size={14} />}
                    onClick={() => {
                        set([...rows, { field: '', is: '==', value: '' }]);
                    }}
                >
                    {t('build.row_add')}
                </Button>
                <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => {
                        setWritten(true);
                    }}
                >
                    {t('build.as_expression')}
                </Button>
            </div>
        </fieldset>
    );
}

const name_of = {
    '==': 'same',
    '!=': 'other',
    contains: 'contains',
    '>': 'more',
    '<': 'less',
    blank: 'blank',
    not_blank: 'not_blank',
} as const;
