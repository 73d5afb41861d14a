// SPDX-License-Identifier: Apache-2.0
// A field's value as it is kept: text, a set of texts, or blank (which is said, not left empty).
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import classes from './value.module.css';

export function Value({ value }: { value: Schemas['Value'] | undefined }) {
    const { t } = useTranslation();
    if (value === null || value === undefined || isBlank(value)) return <span className={classes.blank}>{t('value.blank')}</span>;
    if (Array.isArray(value)) {
        return (
            <span className={classes.set}>
                {value.map((each) => (
                    <span key={each} className={classes.element}>
                        {each}
                    </span>
                ))}
            </span>
        );
    }
    return <span className={classes.text}>{value}</span>;
}

export function isBlank(value: Schemas['Value'] | undefined): boolean {
    return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function sameValue(one: Schemas['Value'] | undefined, other: Schemas['Value'] | undefined): boolean {
    const plain = (value: Schemas['Value'] | undefined) =>
        Array.isArray(value) ? [...value].sort().join('\u0000') : (value ?? '');
    return plain(one) === plain(other);
}
