// SPDX-License-Identifier: Apache-2.0
// Which value of one side is which value of the other.
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../parts/current_sync';
import classes from './mapping.module.css';
import type { Row } from './queries';

export function TableOfValues({ row, names, change }: { row: Row; names: Record<Side, string>; change: (row: Row) => void }) {
    const { t } = useTranslation();
    const pairs = row.transform?.pairs ?? [];
    const set = (next: string[][]) => {
        change({ ...row, transform: { pairs: next } });
    };
    const type = (at: number, side: 0 | 1, text: string) => {
        set(pairs.map((pair, place) => (place !== at ? pair : side === 0 ? [text, pair[1] ?? ''] : [pair[0] ?? '', text])));
    };
    return (
        <fieldset className={classes.table}>
            <legend>{t('mapped.table')}</legend>
            {pairs.map((pair, at) => (
                <div key={at} className={classes.pair}>
                    <TextInput
                        aria-label={t('mapped.value_of', { app: names.a, number: at + 1 })}
                        placeholder={names.a}
                        value={pair[0] ?? ''}
                        onChange={(event) => {
                            type(at, 0, event.currentTarget.value);
                        }}
                    />
                    <span aria-hidden>↔</span>
                    <TextInput
                        aria-label={t('mapped.value_of', { app: names.b, number: at + 1 })}
                        placeholder={names.b}
                        value={pair[1] ?? ''}
                        onChange={(event) => {
                            type(at, 1, event.currentTarget.value);
                        }}
                    />
                    <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('mapped.remove_pair', { number: at + 1 })}
                        onClick={() => {
                            set(pairs.filter((_, place) => place !== at));
                        }}
                    >
                        <IconX size={16} />
                    </ActionIcon>
                </div>
            ))}
            <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                    set([...pairs, ['', '']]);
                }}
            >
                {t('mapped.add_pair')}
            </Button>
        </fieldset>
    );
}
