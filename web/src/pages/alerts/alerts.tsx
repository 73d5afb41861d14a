// SPDX-License-Identifier: Apache-2.0
// Who is told when a connection or a sync is not well: recipients, from when on, quiet hours; a test; what became of the last messages.
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useAlerts, useSetAlerts, useTestAlerts } from './queries';
import { useSession } from '../../api/queries';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { PageHead, Section, StateMark, Trouble } from '../../parts/page/page';
import classes from '../settings/settings.module.css';

type Recipient = Schemas['AlertRecipient'];
const tones = { sent: 'ok', waiting: 'attention', given_up: 'failed' } as const;

export default function Alerts() {
    const { t } = useTranslation();
    const alerts = useAlerts();
    const may_change = useSession().data?.scope !== 'read';
    return (
        <>
            <PageHead title={t('alerts.title')} sentence={t('alerts.sentence')} />
            {alerts.isPending && <ListSkeleton columns="1fr" rows={4} />}
            {alerts.isError && (
                <Trouble
                    what={t('alerts.unreadable')}
                    error={alerts.error}
                    retry={() => {
                        void alerts.refetch();
                    }}
                />
            )}
            {alerts.data !== undefined && (
                <>
                    <Standing alerts={alerts.data} />
                    {may_change && <Form key={alerts.data.changed_at ?? ''} alerts={alerts.data} />}
                    {may_change && <Test />}
                    <Messages messages={alerts.data.messages} />
                </>
            )}
        </>
    );
}

function Standing({ alerts }: { alerts: Schemas['Alerts'] }) {
    const { t } = useTranslation();
    const needs_mail = !alerts.mail_is_set && alerts.recipients.some((each) => each.channel === 'mail');
    const is_told = alerts.is_on && alerts.recipients.length > 0;
    return (
        <div className={classes.state}>
            <StateMark tone={is_told ? 'ok' : 'off'}>
                {is_told ? t('alerts.told', { count: alerts.recipients.length }) : t('alerts.nobody')}
            </StateMark>
            {needs_mail && (
                <p>
                    <StateMark tone="attention">{t('alerts.no_mail')}</StateMark>
                </p>
            )}
            {alerts.is_failing && (
                <p>
                    <StateMark tone="failed">{t('alerts.failing')}</StateMark>
                </p>
            )}
            {alerts.is_on && alerts.is_quiet_now && <p className="dim">{t('alerts.quiet_now')}</p>}
        </div>
    );
}

function Form({ alerts }: { alerts: Schemas['Alerts'] }) {
    const { t, i18n } = useTranslation();
    const set = useSetAlerts();
    const own_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const [is_on, setOn] = useState(alerts.is_on);
    const [from, setFrom] = useState(alerts.from);
    const [delay, setDelay] = useState<number | string>(alerts.delay_minutes);
    const [has_quiet, setQuiet] = useState(alerts.quiet !== null);
    const [hours, setHours] = useState(alerts.quiet ?? { from: '22:00', until: '07:00' });
    const [zone, setZone] = useState(alerts.changed_at === null ? own_zone : alerts.zone);
    const [recipients, setRecipients] = useState<Recipient[]>(alerts.recipients);
    const change = (at: number, next: Partial<Recipient>) => {
        setRecipients(recipients.map((each, index) => (index === at ? { ...each, ...next } : each)));
    };
    const add = (channel: Recipient['channel']) => {
        setRecipients([...recipients, { channel, address: '', language: i18n.language === 'fr' ? 'fr' : 'en' }]);
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        set.mutate({
            is_on,
            from,
            delay_minutes: Number(delay),
            quiet: has_quiet ? hours : null,
            zone,
            recipients: recipients.map((each) => ({ ...each, address: each.address.trim() })),
        });
    };
    return (
        <Section title={t('alerts.rules')}>
            <form onSubmit={submit}>
                <Checkbox
                    mt={12}
                    label={t('alerts.on')}
                    checked={is_on}
                    onChange={(event) => {
                        setOn(event.currentTarget.checked);
                    }}
                />
                {recipients.map((each, at) => (
                    <div
                        key={at}
                        className={`${classes.row ?? ''} ${classes.below ?? ''}`}
                        role="group"
                        aria-label={t('alerts.recipient', { number: at + 1 })}
                    >
                        <TextInput
                            label={t(each.channel === 'mail' ? 'alerts.mail' : 'alerts.webhook')}
                            type={each.channel === 'mail' ? 'email' : 'url'}
                            placeholder={each.channel === 'mail' ? undefined : 'https://'}
                            required
                            maxLength={4000}
                            autoComplete="off"
                            value={each.address}
                            onChange={(event) => {
                                change(at, { address: event.currentTarget.value });
                            }}
                        />
                        <NativeSelect
                            aria-label={t('alerts.language')}
                            value={each.language}
                            data={[
                                { value: 'en', label: 'English' },
                                { value: 'fr', label: 'Français' },
                            ]}
                            onChange={(event) => {
                                change(at, { language: event.currentTarget.value as 'en' | 'fr' });
                            }}
                        />
                        <Button
                            variant="subtle"
                            onClick={() => {
                                setRecipients(recipients.filter((_, index) => index !== at));
                            }}
                        >
                            {t('alerts.take_out')}
                        </Button>
                    </div>
                ))}
                <div className={classes.choice}>
                    <Button
                        size="xs"
                        variant="default"
                        onClick={() => {
                            add('mail');
                        }}
                    >
                        {t('alerts.add_mail')}
                    </Button>
                    <Button
                        size="xs"
                        variant="default"
                        onClick={() => {
                            add('webhook');
                        }}
                    >
                        {t('alerts.add_webhook')}
                    </Button>
                </div>
                <div className={classes.form}>
                    <NativeSelect
                        label={t('alerts.from')}
                        value={from}
                        data={[
                            { value: 'alarm', label: t('alerts.from_alarm') },
                            { value: 'attention', label: t('alerts.from_attention') },
                        ]}
                        onChange={(event) => {
                            setFrom(event.currentTarget.value as typeof from);
                        }}
                    />
                    <NumberInput
                        label={t('alerts.delay')}
                        required
                        min={0}
                        max={1440}
                        allowDecimal={false}
                        value={delay}
                        onChange={setDelay}
                    />
                    <Checkbox
                        label={t('alerts.quiet')}
                        description={t('alerts.quiet_why')}
                        checked={has_quiet}
                        onChange={(event) => {
                            setQuiet(event.currentTarget.checked);
                        }}
                    />
                    {has_quiet && (
                        <div className={classes.choice}>
                            <TextInput
                                type="time"
                                label={t('alerts.quiet_from')}
                                required
                                value={hours.from}
                                onChange={(event) => {
                                    setHours({ ...hours, from: event.currentTarget.value });
                                }}
                            />
                            <TextInput
                                type="time"
                                label={t('alerts.quiet_until')}
                                required
                                value={hours.until}
                                onChange={(event) => {
                                    setHours({ ...hours, until: event.currentTarget.value });
                                }}
                            />
                        </div>
                    )}
                    <TextInput
                        label={t('alerts.zone')}
                        required
                        maxLength={60}
                        spellCheck={false}
                        placeholder="America/Toronto"
                        value={zone}
                        onChange={(event) => {
                            setZone(event.currentTarget.value);
                        }}
                    />
                    <div>
                        <Button type="submit" loading={set.isPending}>
                            {t('alerts.save')}
                        </Button>
                    </div>
                </div>
                {set.isSuccess && (
                    <p role="status" className={classes.good}>
                        {t('alerts.saved')}
                    </p>
                )}
                {set.isError && <Trouble what={t('alerts.not_saved')} error={set.error} />}
            </form>
        </Section>
    );
}

function Test() {
    const { t } = useTranslation();
    const test = useTestAlerts();
    return (
        <Section title={t('alerts.test')}>
            <p className={classes.why}>{t('alerts.test_why')}</p>
            <Button
                variant="default"
                loading={test.isPending}
                onClick={() => {
                    test.mutate(null);
                }}
            >
                {t('alerts.test_do')}
            </Button>
            {test.isError && <Trouble what={t('alerts.not_tested')} error={test.error} />}
            {test.data !== undefined && (
                <ul className={classes.list} role="status">
                    {test.data.results.map((each, at) => (
                        <li key={at}>
                            <span className={classes.place}>{each.address}</span>
                            <StateMark tone={each.sent ? 'ok' : 'failed'}>
                                {each.sent ? t('alerts.state_sent') : each.problem?.title}
                            </StateMark>
                        </li>
                    ))}
                </ul>
            )}
        </Section>
    );
}

function Messages({ messages }: { messages: Schemas['AlertMessage'][] }) {
    const { t } = useTranslation();
    return (
        <Section title={t('alerts.last')}>
            {messages.length === 0 && <p className="dim">{t('alerts.none')}</p>}
            <ul className={classes.list}>
                {messages.map((each) => (
                    <li key={each.id}>
                        <div>
                            <b>{each.subject}</b>
                            <p className="small dim">
                                <Ago at={each.at} /> · <span className={classes.place}>{each.address}</span>
                            </p>
                            {each.problem !== null && (
                                <p className="small">
                                    {each.problem.title}. {each.problem.remedy}
                                </p>
                            )}
                        </div>
                        <StateMark tone={tones[each.state]}>{t(`alerts.state_${each.state}`)}</StateMark>
                    </li>
                ))}
            </ul>
        </Section>
    );
}
