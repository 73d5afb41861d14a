// SPDX-License-Identifier: Apache-2.0
// A length of time: 30s, 5m, 2h, 3d, 1w; with a sign where it may be before.
import { NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './builder.module.css';

const units = ['s', 'm', 'h', 'd', 'w'] as const;
type Unit = (typeof units)[number];

export function Length({
    label,
    value,
    change,
    error,
    signed = false,
}: {
    label: string;
    value: string;
    change: (value: string) => void;
    error?: string | undefined;
    signed?: boolean;
}) {
    const { t } = useTranslation();
    const read = /^(-?)(\d+)([smhdw])$/.exec(value);
    const number = read?.[2] ?? '';
    const unit = (read?.[3] as Unit | undefined) ?? 'd';
    const sign = read?.[1] ?? '';
    const write = (next_sign: string, next_number: string, next_unit: Unit) => {
        change(next_number === '' || next_number === '0' ? (signed ? '' : value) : `${next_sign}${next_number}${next_unit}`);
    };
    return (
        <div className={classes.length} role="group" aria-label={label}>
            <NumberInput
                label={label}
                min={1}
                max={999_999}
                allowDecimal={false}
                allowNegative={false}
                value={number === '' ? '' : Number(number)}
                error={error}
                onChange={(typed) => {
                    write(sign, String(typed), unit);
                }}
            />
            <NativeSelect
                aria-label={t('build.unit')}
                value={unit}
                data={units.map((each) => ({ value: each, label: t(`build.units.${each}`) }))}
                onChange={(event) => {
                    write(sign, number || '1', event.currentTarget.value as Unit);
                }}
            />
            {signed && (
                <NativeSelect
                    aria-label={t('build.before_or_after')}
                    value={sign}
                    data={[
                        { value: '', label: t('build.after') },
                        { value: '-', label: t('build.before') },
                    ]}
                    onChange={(event) => {
                        write(event.currentTarget.value, number || '1', unit);
                    }}
                />
            )}
        </div>
    );
}
