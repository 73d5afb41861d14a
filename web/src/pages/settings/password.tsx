// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../api/client';
import { useSession, useSignOut } from '../../api/queries';
import { useSignOutEverywhere } from '../people/queries';
import { useChangePassword } from './queries';
import { Section, Trouble } from '../../parts/page/page';
import classes from './settings.module.css';

const least = 8;
const good = 12;

export function Password() {
    const { t } = useTranslation();
    const [present, setPresent] = useState('');
    const [next, setNext] = useState('');
    const [tried, setTried] = useState(false);
    const change = useChangePassword();
    const wrong = change.error instanceof Failure && change.error.code === 'identity.wrong_password';
    const short = next.length < least;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (short) return;
        change.mutate(
            { current_password: present, new_password: next },
            {
                onSuccess: () => {
                    setPresent('');
                    setNext('');
                    setTried(false);
                },
            },
        );
    };
    return (
        <Section title={t('settings.password')}>
            <form onSubmit={submit} className={classes.form}>
                <PasswordInput
                    label={t('settings.password_present')}
                    autoComplete="current-password"
                    required
                    value={present}
                    error={wrong ? t('settings.password_wrong') : undefined}
                    onChange={(event) => {
                        setPresent(event.currentTarget.value);
                    }}
                    visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
                />
                <PasswordInput
                    label={t('settings.password_new')}
                    description={t('sign_in.password_rule', { least, good })}
                    autoComplete="new-password"
                    required
                    value={next}
                    error={tried && short ? t('sign_in.password_short', { count: least - next.length }) : undefined}
                    onChange={(event) => {
                        setNext(event.currentTarget.value);
                    }}
                    visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
                />
                <div>
                    <Button type="submit" variant="default" loading={change.isPending}>
                        {t('settings.password_do')}
                    </Button>
                </div>
            </form>
            {change.isSuccess && (
                <p role="status" className={classes.good}>
                    {t('settings.password_done')}
                </p>
            )}
            {change.isError && !wrong && <Trouble what={t('settings.password_failed')} error={change.error} />}
            <Everywhere />
        </Section>
    );
}

function Everywhere() {
    const { t } = useTranslation();
    const user = useSession().data?.user;
    const end = useSignOutEverywhere();
    const signOut = useSignOut();
    if (user === undefined || user === null) return null;
    return (
        <>
            <div className={`${classes.choice ?? ''} ${classes.below ?? ''}`}>
                <Button
                    variant="default"
                    loading={end.isPending}
                    onClick={() => {
                        end.mutate(user.id, {
                            onSuccess: () => {
                                signOut.mutate();
                            },
                        });
                    }}
                >
                    {t('settings.everywhere')}
                </Button>
                <span className="dim">{t('settings.everywhere_why')}</span>
            </div>
            {end.isError && <Trouble what={t('settings.everywhere_failed')} error={end.error} />}
        </>
    );
}
