// SPDX-License-Identifier: Apache-2.0
// Before it is saved: how many people it would change, and some of them.
import { Button } from '@mantine/core';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync, sideNames } from '../../parts/current_sync';
import { exact } from '../../parts/numbers/say';
import { Value } from '../../parts/value';
import { FieldNames, nameOfField } from './field_names';
import classes from './mapping.module.css';

export function Preview({
    sync,
    preview,
    reading,
    read,
    saving,
    save,
}: {
    sync: Schemas['Sync'];
    preview: Schemas['MappingPreview'];
    reading: boolean;
    read: () => void;
    saving: boolean;
    save: () => void;
}) {
    const { t, i18n } = useTranslation();
    const fields = useContext(FieldNames);
    const names = sideNames(sync);
    const number = (value: number) => exact(value, i18n.language);
    const label = (field: string) => nameOfField(t, i18n.language, fields, 'a', field);
    const shown = [...preview.examples, ...(preview.read_sample?.examples ?? [])].slice(0, 8);
    return (
        <section className={classes.preview} aria-label={t('mapped.preview')} role="status">
            <h2>
                {preview.people === 0 && preview.asked === 0
                    ? t('mapped.nobody_changes')
                    : t('mapped.people_change', { count: preview.people, shown: number(preview.people) })}
            </h2>
            <p>
                {t(preview.is_sample ? 'mapped.looked_at_some' : 'mapped.looked_at_all', {
                    count: preview.looked_at,
                    shown: number(preview.looked_at),
                    all: number(preview.linked),
                })}{' '}
                {preview.asked > 0 && t('mapped.people_asked', { count: preview.asked, shown: number(preview.asked) })}
            </p>
            {preview.unread.length > 0 && (
                <p>
                    {t('mapped.unread', { fields: preview.unread.map(label).join(', ') })}{' '}
                    {preview.read_sample === null ? (
                        <Button size="compact-sm" variant="default" loading={reading} onClick={read}>
                            {t('mapped.read_five', { left: names.a, right: names.b })}
                        </Button>
                    ) : (
                        t('mapped.read_result', {
                            count: preview.read_sample.read_now,
                            read: preview.read_sample.read_now,
                            people: preview.read_sample.people,
                            asked: preview.read_sample.asked,
                        })
                    )}
                </p>
            )}
            {preview.by_field.length > 0 && (
                <ul className={classes.by_field}>
                    {preview.by_field.map((each) => (
                        <li key={each.field}>
                            {t('mapped.by_field', {
                                field: label(each.field),
                                left: names.a,
                                right: names.b,
                                a: number(each.a),
                                b: number(each.b),
                                asked: number(each.asked),
                            })}
                        </li>
                    ))}
                </ul>
            )}
            {shown.length > 0 && (
                <ul className={classes.examples}>
                    {shown.map((person, at) => (
                        <li key={`${person.link_id ?? ''}${at}`}>
                            {person.link_id === null ? (
                                <b>{person.name}</b>
                            ) : (
                                <Link to={inSync(sync.id, `/records/${person.link_id}`)}>
                                    {person.name === '' ? t('mapped.nameless') : person.name}
                                </Link>
                            )}
                            {person.changes.map((change) => (
                                <span key={change.side + change.field} className={classes.diff}>
                                    {label(change.field)}, {names[change.side]}: <Value value={change.before} /> →{' '}
                                    <Value value={change.after} />
                                </span>
                            ))}
                            {person.asked && <span className="dim">{t('mapped.would_ask')}</span>}
                        </li>
                    ))}
                </ul>
            )}
            <p className="dim">{t(sync.state === 'draft' ? 'mapped.save_means_draft' : 'mapped.save_means')}</p>
            <Button loading={saving} onClick={save}>
                {t('mapped.save')}
            </Button>
        </section>
    );
}
