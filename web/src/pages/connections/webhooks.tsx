// SPDX-License-Identifier: Apache-2.0
// How soon an edit at this connection's app is noticed, when webhooks last came, and how to set one up by hand: address, header, body, and
// a test that is waited for.
import { Button, CopyButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useConnection } from '../../api/queries';
import { useRenewWebhook } from './queries';
import { HealthNote, healthSentence, needsLook } from '../../parts/health/health';
import { Ago, useDurationWords } from '../../parts/numbers/numbers';
import { Section, Trouble } from '../../parts/page/page';
import classes from './connections.module.css';

const waits_ms = 120_000;
const looks_every_ms = 2_000;

export function Webhooks({ view }: { view: Schemas['ConnectionView'] }) {
    const { t } = useTranslation();
    const { deliveries, reach, connection } = view;
    return (
        <Section title={t('webhooks.title')}>
            <p>
                <ReachWords reach={reach} />
            </p>
            {needsLook(deliveries.health) && <HealthNote health={deliveries.health} />}
            <dl className={classes.facts}>
                <dt>{t('webhooks.accepted')}</dt>
                <dd>{deliveries.accepted_at === null ? t('webhooks.never') : <Ago at={deliveries.accepted_at} />}</dd>
                {deliveries.refused_at !== null && (
                    <>
                        <dt>{t('webhooks.refused')}</dt>
                        <dd>
                            <Ago at={deliveries.refused_at} />
                            {deliveries.refused_in_a_row > 0 && !needsLook(deliveries.health) && (
                                <> · {healthSentence(deliveries.health)}</>
                            )}
                        </dd>
                    </>
                )}
            </dl>
            {reach.has_webhooks && <SetUp id={connection.id} reach={reach} />}
        </Section>
    );
}

function ReachWords({ reach }: { reach: Schemas['Reach'] }) {
    const { t } = useTranslation();
    const say = useDurationWords();
    if (reach.late_seconds_most === null) return <>{t('webhooks.reach_unread')}</>;
    const time = say(reach.late_seconds_most);
    if (!reach.has_webhooks) return <>{t('webhooks.reach_none', { time })}</>;
    return <>{reach.webhooks_arrive ? t('webhooks.reach_arrive', { time }) : t('webhooks.reach_poll', { time })}</>;
}

function SetUp({ id, reach }: { id: string; reach: Schemas['Reach'] }) {
    const { t } = useTranslation();
    const renew = useRenewWebhook();
    return (
        <details className={classes.guide}>
            <summary>{t('webhooks.set_up')}</summary>
            {reach.guide !== null && <p>{reach.guide}</p>}
            {renew.data === undefined ? (
                <>
                    <p className={classes.none}>{t('webhooks.make_why')}</p>
                    <Button
                        variant="default"
                        loading={renew.isPending}
                        onClick={() => {
                            renew.mutate(id);
                        }}
                    >
                        {t('webhooks.make')}
                    </Button>
                    {renew.isError && <Trouble what={t('webhooks.make_failed')} error={renew.error} />}
                </>
            ) : (
                <dl className={classes.copies}>
                    <Copyable name={t('webhooks.url')} text={window.location.origin + renew.data.webhook_path} />
                    <Copyable name={t('webhooks.header')} text={`Authorization: Bearer ${renew.data.webhook_secret}`} />
                    {reach.guide_body !== null && <Copyable name={t('webhooks.body')} text={reach.guide_body} />}
                </dl>
            )}
            <Trial id={id} />
        </details>
    );
}

function Copyable({ name, text }: { name: string; text: string }) {
    const { t } = useTranslation();
    return (
        <div>
            <dt>{name}</dt>
            <dd>
                <code>{text}</code>
                <CopyButton value={text}>
                    {({ copied, copy }) => (
                        <Button size="compact-xs" variant="default" onClick={copy} aria-label={`${t('webhooks.copy')}: ${name}`}>
                            {copied ? t('webhooks.copied') : t('webhooks.copy')}
                        </Button>
                    )}
                </CopyButton>
            </dd>
        </div>
    );
}

// Waits for the next delivery, whatever becomes of it. What was there before it was asked for does not count.
function Trial({ id }: { id: string }) {
    const { t } = useTranslation();
    const [before, setBefore] = useState<Schemas['Deliveries'] | null>(null);
    const [over, setOver] = useState(false);
    const waiting = before !== null && !over;
    const { data } = useConnection(id, waiting ? looks_every_ms : 15_000);
    const now = data?.deliveries;
    const accepted = before !== null && now !== undefined && now.accepted_at !== before.accepted_at;
    const refused = before !== null && now !== undefined && !accepted && now.refused_at !== before.refused_at;
    useEffect(() => {
        if (!waiting) return;
        const timer = setTimeout(() => {
            setOver(true);
        }, waits_ms);
        return () => {
            clearTimeout(timer);
        };
    }, [waiting]);
    const begin = () => {
        if (now === undefined) return;
        setBefore(now);
        setOver(false);
    };
    return (
        <div className={classes.test}>
            <Button variant="default" loading={waiting && !accepted && !refused} disabled={now === undefined} onClick={begin}>
                {before === null ? t('webhooks.try') : t('webhooks.again')}
            </Button>
            <span role="status" className={accepted ? classes.good : refused ? classes.bad : classes.none}>
                {accepted
                    ? t('webhooks.arrived')
                    : refused
                      ? `${t('webhooks.turned_away')} ${healthSentence(now.health)}`
                      : waiting
                        ? t('webhooks.waits')
                        : before !== null
                          ? t('webhooks.nothing')
                          : ''}
            </span>
        </div>
    );
}
