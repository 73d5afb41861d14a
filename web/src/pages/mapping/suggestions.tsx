// SPDX-License-Identifier: Apache-2.0
// Pairs that suggest themselves: ghosts until somebody accepts them.
import { Button } from '@mantine/core';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Section } from '../../parts/page/page';
import { Value } from '../../parts/value';
import { FieldNames, nameOfField } from './field_names';
import classes from './mapping.module.css';
import type { Row } from './queries';

export function Suggestions({
    suggestions,
    shown,
    accept,
}: {
    suggestions: Row[];
    shown: Schemas['TriedMapping']['person'];
    accept: (row: Row) => void;
}) {
    const { t, i18n } = useTranslation();
    const fields = useContext(FieldNames);
    if (suggestions.length === 0) return null;
    return (
        <Section title={t('mapped.suggested')} aside={t('mapped.suggested_why')}>
            <ul className={classes.rows}>
                {suggestions.map((row) => (
                    <li key={row.a} className={`${classes.row ?? ''} ${classes.ghost ?? ''}`}>
                        {(['a', 'b'] as const).map((side) => (
                            <div key={side} className={classes.side} data-side={side}>
                                <b>{nameOfField(t, i18n.language, fields, side, row[side])}</b>
                                {shown !== null && Object.hasOwn(shown[side], row[side]) && (
                                    <Value value={shown[side][row[side]]} />
                                )}
                            </div>
                        ))}
                        <div className={classes.rule}>
                            <Button
                                size="compact-sm"
                                variant="default"
                                aria-label={t('mapped.accept_row', {
                                    row: nameOfField(t, i18n.language, fields, 'a', row.a),
                                })}
                                onClick={() => {
                                    accept(row);
                                }}
                            >
                                {t('mapped.accept')}
                            </Button>
                        </div>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
