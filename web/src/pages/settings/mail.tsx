// SPDX-License-Identifier: Apache-2.0
// The mail server by which e-mails go, and who they come from. The password is never shown again.
import { Button, NativeSelect, NumberInput, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useMail, useRemoveMail, useSetMail, useTestMail } from './queries';
import { Section, StateMark, Trouble } from '../../parts/page/page';
import classes from './settings.module.css';
import { SureButton } from '../../parts/sure_button';

const modes = ['starttls', 'implicit', 'none'] as const;

export function Mail() {
    const { t } = useTranslation();
    const mail = useMail();
    const [edits, setEdits] = useState(false);
    return (
        <Section title={t('mailer.title')}>
            <p className={classes.why}>{t('mailer.why')}</p>
            {mail.isPending && (
                <div aria-busy>
                    <Skeleton height={24} width={320} />
                </div>
            )}
            {mail.isError && (
                <Trouble
                    what={t('mailer.unreadable')}
                    error={mail.error}
                    retry={() => {
                        void mail.refetch();
                    }}
                />
            )}
            {mail.data !== undefined &&
                (mail.data.is_set && !edits ? (
                    <Current
                        mail={mail.data}
                        edit={() => {
                            setEdits(true);
                        }}
                    />
                ) : (
                    <MailForm
                        mail={mail.data}
                        done={() => {
                            setEdits(false);
                        }}
                    />
                ))}
        </Section>
    );
}

function Current({ mail, edit }: { mail: Schemas['Mail']; edit: () => void }) {
    const { t } = useTranslation();
    const remove = useRemoveMail();
    return (
        <>
            <dl className={classes.facts}>
                <dt>{t('mailer.server')}</dt>
                <dd className={classes.place}>
                    {mail.host}:{mail.port}
                </dd>
                <dt>{t('mailer.tls')}</dt>
                <dd>{t(`mailer.tls_${mail.tls}`)}</dd>
                <dt>{t('mailer.user')}</dt>
                <dd>{mail.user === '' ? t('mailer.no_user') : mail.user}</dd>
                <dt>{t('mailer.from')}</dt>
                <dd className={classes.place}>
                    {mail.sender_name === '' ? mail.sender : `${mail.sender_name} <${mail.sender}>`}
                </dd>
            </dl>
            <div className={classes.choice}>
                <Button size="xs" variant="default" onClick={edit}>
                    {t('mailer.change')}
                </Button>
                <SureButton
                    size="xs"
                    ask={t('mailer.remove')}
                    sure={t('mailer.remove_sure')}
                    pending={remove.isPending}
                    act={() => {
                        remove.mutate(null);
                    }}
                />
            </div>
            {remove.isError && <Trouble what={t('mailer.not_removed')} error={remove.error} />}
            <MailTest />
        </>
    );
}

// One message, once: what came of it stands below.
function MailTest() {
    const { t } = useTranslation();
    const test = useTestMail();
    const [to, setTo] = useState('');
    const submit = (event: FormEvent) => {
        event.preventDefault();
        test.mutate({ to: to.trim() });
    };
    return (
        <>
            <form onSubmit={submit} className={`${classes.row ?? ''} ${classes.below ?? ''}`}>
                <TextInput
                    type="email"
                    label={t('mailer.test_to')}
                    required
                    maxLength={254}
                    value={to}
                    onChange={(event) => {
                        setTo(event.currentTarget.value);
                    }}
                />
                <Button type="submit" variant="default" loading={test.isPending}>
                    {t('mailer.test')}
                </Button>
            </form>
            {test.isError && <Trouble what={t('mailer.not_tested')} error={test.error} />}
            {test.data !== undefined && !test.isPending && (
                <div role="status" className={classes.state}>
                    <StateMark tone={test.data.outcome === 'done' ? 'ok' : 'failed'}>
                        {t(
                            test.data.outcome === 'done'
                                ? 'mailer.tested'
                                : test.data.outcome === 'unknown'
                                  ? 'mailer.test_unknown'
                                  : 'mailer.test_failed',
                        )}
                    </StateMark>
                    {test.data.error !== null && (
                        <>
                            <p>
                                <b>{test.data.error.title}</b> {test.data.error.message}
                            </p>
                            <p className="small dim">{test.data.error.remedy}</p>
                        </>
                    )}
                </div>
            )}
        </>
    );
}

function MailForm({ mail, done }: { mail: Schemas['Mail']; done: () => void }) {
    const { t } = useTranslation();
    const set = useSetMail();
    const [host, setHost] = useState(mail.host);
    const [port, setPort] = useState<number | string>(mail.is_set ? mail.port : '');
    const [tls, setTls] = useState(mail.tls);
    const [user, setUser] = useState(mail.user);
    const [password, setPassword] = useState('');
    const [sender, setSender] = useState(mail.sender);
    const [sender_name, setName] = useState(mail.sender_name);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        set.mutate(
            {
                host: host.trim(),
                tls,
                user: user.trim(),
                sender: sender.trim(),
                sender_name: sender_name.trim(),
                ...(typeof port === 'number' ? { port } : {}),
                ...(password === '' ? {} : { password }),
            },
            { onSuccess: done },
        );
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <TextInput
                label={t('mailer.host')}
                placeholder="smtp.example.com"
                required
                maxLength={253}
                spellCheck={false}
                autoComplete="off"
                value={host}
                onChange={(event) => {
                    setHost(event.currentTarget.value);
                }}
            />
            <NativeSelect
                label={t('mailer.tls')}
                description={tls === 'none' ? t('mailer.tls_none_why') : undefined}
                value={tls}
                data={modes.map((mode) => ({ value: mode, label: t(`mailer.tls_${mode}`) }))}
                onChange={(event) => {
                    setTls(event.currentTarget.value as typeof tls);
                }}
            />
            <NumberInput
                label={t('mailer.port')}
                placeholder={tls === 'implicit' ? '465' : '587'}
                min={1}
                max={65535}
                allowDecimal={false}
                hideControls
                value={port}
                onChange={setPort}
            />
            <TextInput
                label={t('mailer.user')}
                description={t('mailer.user_why')}
                maxLength={300}
                spellCheck={false}
                autoComplete="off"
                value={user}
                onChange={(event) => {
                    setUser(event.currentTarget.value);
                }}
            />
            <PasswordInput
                label={t('mailer.password')}
                description={mail.has_password ? t('mailer.password_stays') : undefined}
                maxLength={1000}
                autoComplete="new-password"
                value={password}
                onChange={(event) => {
                    setPassword(event.currentTarget.value);
                }}
                visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
            />
            <TextInput
                type="email"
                label={t('mailer.sender')}
                required
                maxLength={254}
                value={sender}
                onChange={(event) => {
                    setSender(event.currentTarget.value);
                }}
            />
            <TextInput
                label={t('mailer.sender_name')}
                maxLength={100}
                value={sender_name}
                onChange={(event) => {
                    setName(event.currentTarget.value);
                }}
            />
            {set.isError && <Trouble what={t('mailer.not_set')} error={set.error} />}
            <div className={classes.choice}>
                <Button type="submit" loading={set.isPending}>
                    {t('mailer.save')}
                </Button>
                {mail.is_set && (
                    <Button variant="subtle" onClick={done}>
                        {t('connection.keep')}
                    </Button>
                )}
            </div>
        </form>
    );
}
