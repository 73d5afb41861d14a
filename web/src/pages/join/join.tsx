// SPDX-License-Identifier: Apache-2.0
// Where a link leads by which somebody chooses a password. The link stands behind the "#": it is sent to no log.
import { Button, PasswordInput, Skeleton } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useJoin, useLink } from '../people/queries';
import { LanguageSwitch, ThemeSwitch } from '../../parts/frame/frame';
import { Mark } from '../../parts/frame/mark';
import { Trouble } from '../../parts/page/page';
import classes from '../sign_in/sign_in.module.css';

const least = 8;
const good = 12;

export function Join() {
    const { t } = useTranslation();
    const link = useLocation().hash.slice(1);
    const found = useLink(link);
    const go = useNavigate();
    return (
        <div className={classes.ground}>
            <div className={classes.switches}>
                <LanguageSwitch />
                <ThemeSwitch />
            </div>
            <main className={classes.sheet}>
                <div className={classes.brand}>
                    <Mark size={32} />
                    <span>Lockstep</span>
                </div>
                <h1>{t('join.title')}</h1>
                {found.isPending && (
                    <div aria-busy aria-label={t('join.looking')}>
                        <Skeleton height={24} />
                    </div>
                )}
                {found.isError && (
                    <>
                        <Trouble what={t('join.bad')} error={found.error} />
                        <Button
                            variant="default"
                            onClick={() => {
                                void go('/', { replace: true });
                            }}
                        >
                            {t('join.to_sign_in')}
                        </Button>
                    </>
                )}
                {found.data !== undefined && (
                    <>
                        <p className={classes.why}>
                            {found.data.has_joined
                                ? t('join.why_reset', { email: found.data.email })
                                : t('join.why_new', { email: found.data.email, role: t(`persons.role_${found.data.role}`) })}
                        </p>
                        <Choose link={link} email={found.data.email} />
                    </>
                )}
            </main>
        </div>
    );
}

function Choose({ link, email }: { link: string; email: string }) {
    const { t } = useTranslation();
    const [password, setPassword] = useState('');
    const [tried, setTried] = useState(false);
    const join = useJoin();
    const go = useNavigate();
    const short = password.length < least;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (!short)
            join.mutate(
                { link, password },
                {
                    onSuccess: () => {
                        void go('/', { replace: true });
                    },
                },
            );
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <input type="hidden" autoComplete="username" value={email} readOnly />
            <PasswordInput
                label={t('sign_in.password')}
                description={t('sign_in.password_rule', { least, good })}
                autoComplete="new-password"
                required
                autoFocus
                value={password}
                error={tried && short ? t('sign_in.password_short', { count: least - password.length }) : undefined}
                onChange={(event) => {
                    setPassword(event.currentTarget.value);
                }}
                visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
            />
            {join.isError && <Trouble what={t('join.failed')} error={join.error} />}
            <Button type="submit" size="md" fullWidth loading={join.isPending}>
                {t('join.do')}
            </Button>
        </form>
    );
}
