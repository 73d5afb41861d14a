// SPDX-License-Identifier: Apache-2.0
// Sign-in, and the first set-up: the owner's account is made once, with the code the server printed.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetUp, useSignIn } from './queries';
import { Failure } from '../../api/client';
import { LanguageSwitch, ThemeSwitch } from '../../parts/frame/frame';
import { Mark } from '../../parts/frame/mark';
import { Trouble } from '../../parts/page/page';
import classes from './sign_in.module.css';

const password_min = 8;
const password_good = 12;

export function SignIn({ setup_required }: { setup_required: boolean }) {
    const { t } = useTranslation();
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
                <h1>{setup_required ? t('sign_in.set_up_title') : t('sign_in.title')}</h1>
                <p className={classes.why}>{setup_required ? t('sign_in.set_up_why') : t('sign_in.why')}</p>
                {setup_required ? <SetUpForm /> : <SignInForm />}
            </main>
        </div>
    );
}

function SignInForm() {
    const { t } = useTranslation();
    const [email, setEmail] = useState('');
    const [password, setPassword] = useState('');
    const signIn = useSignIn();
    const wrong = signIn.error instanceof Failure && signIn.error.status === 401;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        signIn.mutate({ email: email.trim(), password });
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <TextInput
                label={t('sign_in.email')}
                type="email"
                autoComplete="username"
                required
                autoFocus
                value={email}
                onChange={(event) => {
                    setEmail(event.currentTarget.value);
                }}
            />
            <PasswordInput
                label={t('sign_in.password')}
                autoComplete="current-password"
                required
                value={password}
                error={wrong ? t('sign_in.wrong') : undefined}
                onChange={(event) => {
                    setPassword(event.currentTarget.value);
                }}
                visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
            />
            {signIn.isError && !wrong && <Trouble what={t('sign_in.failed')} error={signIn.error} />}
            <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
                {t('sign_in.do')}
            </Button>
        </form>
    );
}

function SetUpForm() {
    const { t } = useTranslation();
    const [code, setCode] = useState('');
    const [email, setEmail] = useState('');
    const [password, setPassword] = useState('');
    const [tried, setTried] = useState(false);
    const setUp = useSetUp();
    const short = password.length < password_min;
    const wrong = setUp.error instanceof Failure && setUp.error.code === 'identity.bad_setup_code';
    const submit = (event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (!short) setUp.mutate({ setup_code: code.trim(), email: email.trim(), password });
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <TextInput
                label={t('sign_in.code')}
                description={t('sign_in.code_where')}
                placeholder="XXXX-XXXX-XXXX"
                autoComplete="one-time-code"
                spellCheck={false}
                required
                autoFocus
                styles={{ input: { fontFamily: 'var(--mono)' } }}
                value={code}
                error={wrong ? t('sign_in.code_wrong') : undefined}
                onChange={(event) => {
                    setCode(event.currentTarget.value);
                }}
            />
            <TextInput
                label={t('sign_in.email')}
                type="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => {
                    setEmail(event.currentTarget.value);
                }}
            />
            <PasswordInput
                label={t('sign_in.password')}
                description={t('sign_in.password_rule', { least: password_min, good: password_good })}
                autoComplete="new-password"
                required
                value={password}
                error={tried && short ? t('sign_in.password_short', { count: password_min - password.length }) : undefined}
                onChange={(event) => {
                    setPassword(event.currentTarget.value);
                }}
                visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
            />
            {setUp.isError && !wrong && <Trouble what={t('sign_in.set_up_failed')} error={setUp.error} />}
            <Button type="submit" size="md" fullWidth loading={setUp.isPending}>
                {t('sign_in.set_up_do')}
            </Button>
        </form>
    );
}
