// SPDX-License-Identifier: Apache-2.0
// Adds a person, or changes the one who has this e-mail address or phone number: written once, and carried to the other app.
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync, sideNames } from '../../parts/current_sync';
import { StateMark, Trouble } from '../../parts/page/page';
import { usePutPerson } from './queries';
import classes from './records.module.css';

const fields = [
    { name: 'first_name', type: 'text', words: 'records.first_name' },
    { name: 'last_name', type: 'text', words: 'records.last_name' },
    { name: 'email', type: 'email', words: 'records.email' },
    { name: 'phone', type: 'tel', words: 'records.phone' },
] as const;
type Name = (typeof fields)[number]['name'];
const blank: Record<Name, string> = { first_name: '', last_name: '', email: '', phone: '' };

export function AddPerson({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const put = usePutPerson();
    const [typed, setTyped] = useState(blank);
    const has_key = typed.email.trim() !== '' || typed.phone.trim() !== '';
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (has_key) put.mutate({ sync: sync.id, wish: { ...typed, mode: 'create_or_update' } });
    };
    return (
        <>
            <p className={classes.why}>{t('records.add_why', { left: sideNames(sync).a, right: sideNames(sync).b })}</p>
            <form onSubmit={submit} className={classes.form}>
                {fields.map(({ name, type, words }) => (
                    <TextInput
                        key={name}
                        label={t(words)}
                        type={type}
                        maxLength={name === 'email' ? 320 : name === 'phone' ? 40 : 200}
                        value={typed[name]}
                        onChange={(event) => {
                            const { value } = event.currentTarget;
                            setTyped((before) => ({ ...before, [name]: value }));
                        }}
                    />
                ))}
                <p className="small dim">{t('records.add_key')}</p>
                <Button type="submit" loading={put.isPending} disabled={!has_key}>
                    {t('records.add_do')}
                </Button>
            </form>
            {put.isError && <Trouble what={t('records.not_added')} error={put.error} />}
            {put.data !== undefined && !put.isPending && (
                <div role="status" className={classes.done}>
                    <StateMark tone={put.data.next === 'carried' ? 'ok' : 'attention'}>
                        {t(`records.did_${put.data.did}`, { name: nameOf(put.data.person) })}
                    </StateMark>
                    <p>{put.data.why}</p>
                    <Link to={inSync(sync.id, `/records/${encodeURIComponent(put.data.person.id)}`)}>{t('records.add_see')}</Link>
                </div>
            )}
        </>
    );
}

function nameOf(person: Schemas['Person']): string {
    return person.full_name !== '' ? person.full_name : (person.email ?? person.phone ?? person.id);
}
