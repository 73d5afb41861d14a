// SPDX-License-Identifier: Apache-2.0
// A pair of fields that nothing suggests: any field of one side that is in no row yet, and any of the other.
import { Button, Select } from '@mantine/core';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../parts/current_sync';
import { FieldNames, nameOfField } from './field_names';
import classes from './mapping.module.css';
import type { Row } from './queries';
import { newRow } from './row';

export function AddRow({ rows, names, add }: { rows: Row[]; names: Record<Side, string>; add: (row: Row) => void }) {
    const { t, i18n } = useTranslation();
    const fields = useContext(FieldNames);
    const [chosen, setChosen] = useState<Record<Side, string | null>>({ a: null, b: null });
    const free = (side: Side) =>
        fields[side]
            .filter((field) => !rows.some((row) => row[side] === field.name))
            .map((field) => ({ value: field.name, label: nameOfField(t, i18n.language, fields, side, field.name) }));
    const kindAt = (side: Side) => fields[side].find((field) => field.name === chosen[side])?.kind ?? 'text';
    return (
        <form
            className={classes.add}
            onSubmit={(event) => {
                event.preventDefault();
                if (chosen.a === null || chosen.b === null) return;
                add(newRow(chosen.a, chosen.b, kindAt('a') === kindAt('b') ? kindAt('a') : 'text'));
                setChosen({ a: null, b: null });
            }}
        >
            {(['a', 'b'] as const).map((side) => (
                <Select
                    key={side}
                    label={t('mapped.field_of', { app: names[side] })}
                    placeholder={t('mapped.choose_field')}
                    searchable
                    data={free(side)}
                    value={chosen[side]}
                    onChange={(value) => {
                        setChosen({ ...chosen, [side]: value });
                    }}
                />
            ))}
            <Button type="submit" variant="default" disabled={chosen.a === null || chosen.b === null}>
                {t('mapped.add_row')}
            </Button>
        </form>
    );
}
