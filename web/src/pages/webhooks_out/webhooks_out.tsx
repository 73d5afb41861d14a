// SPDX-License-Identifier: Apache-2.0
// Webhooks out: the addresses that are posted to when something happens, how each stands, and what was sent to it.
import { Button, Checkbox, CopyButton, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/queries';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import settings from '../settings/settings.module.css';
import { Log } from './log';
import {
    useChangeWebhook,
    useCreateWebhook,
    useEventTypes,
    useRemoveWebhook,
    useRotateWebhook,
    useTestWebhook,
    useWebhooks,
} from './queries';
import classes from './webhooks_out.module.css';

type Webhook = Schemas['Subscription'];
type Secret = Schemas['SubscriptionWithSecret'];
const tones: Record<Schemas['SubscriptionState'], Tone> = { on: 'ok', paused: 'wait', disabled: 'off' };

export default function WebhooksOut() {
    const { t } = useTranslation();
    const { webhook } = useParams();
    const webhooks = useWebhooks();
    const may_change = useSession().data?.scope !== 'read';
    const [made, setMade] = useState<Secret | null>(null);
    const opened = webhooks.data?.items.find((each) => each.id === webhook);
    return (
        <>
            <PageHead title={t('webhooks_out.title')} sentence={t('webhooks_out.sentence')} />
            {webhooks.isPending && <ListSkeleton columns="1fr" rows={3} />}
            {webhooks.isError && (
                <Trouble
                    what={t('webhooks_out.unreadable')}
                    error={webhooks.error}
                    retry={() => {
                        void webhooks.refetch();
                    }}
                />
            )}
            {made !== null && <Once made={made} />}
            {webhooks.data !== undefined &&
                (webhooks.data.items.length === 0 ? (
                    <Empty kind="nothing" title={t('webhooks_out.none')}>
                        {t('webhooks_out.none_why')}
                    </Empty>
                ) : (
                    <ul className={settings.list}>
                        {webhooks.data.items.map((each) => (
                            <Line
                                key={each.id}
                                webhook={each}
                                may_change={may_change}
                                is_opened={each.id === webhook}
                                show={setMade}
                            />
                        ))}
                    </ul>
                ))}
            {opened !== undefined && <Log key={opened.id} webhook={opened} may_change={may_change} />}
            {may_change && <Create show={setMade} />}
        </>
    );
}

function Once({ made }: { made: Secret }) {
    const { t } = useTranslation();
    return (
        <div className={settings.once} role="status">
            <p>{t('webhooks_out.secret_once', { label: made.label })}</p>
            <code tabIndex={0}>{made.secret}</code>
            <CopyButton value={made.secret}>
                {({ copied, copy }) => (
                    <Button size="xs" variant="default" onClick={copy}>
                        {copied ? t('settings.copied') : t('settings.copy')}
                    </Button>
                )}
            </CopyButton>
            {made.public_key !== null && (
                <p>
                    {t('webhooks_out.public_key')} <code tabIndex={0}>{made.public_key}</code>
                </p>
            )}
            {made.old_secret_until !== null && (
                <p>
                    {t('webhooks_out.old_until')} <Ago at={made.old_secret_until} />
                </p>
            )}
        </div>
    );
}

function Line({
    webhook,
    may_change,
    is_opened,
    show,
}: {
    webhook: Webhook;
    may_change: boolean;
    is_opened: boolean;
    show: (made: Secret) => void;
}) {
    const { t } = useTranslation();
    const change = useChangeWebhook();
    const remove = useRemoveWebhook();
    const rotate = useRotateWebhook();
    const test = useTestWebhook();
    const failed = [change, remove, rotate, test].find((each) => each.isError);
    const turn = (state: Schemas['SubscriptionState']) => {
        change.mutate({ id: webhook.id, change: { state } });
    };
    const by_itself = webhook.why === 'gone' || webhook.why === 'failing' ? webhook.why : null;
    return (
        <li className={classes.line}>
            <div className={settings.wide}>
                <b>{webhook.label}</b>{' '}
                <StateMark tone={by_itself === null ? tones[webhook.state] : 'failed'}>
                    {t(by_itself === null ? `webhooks_out.state_${webhook.state}` : `webhooks_out.why_${by_itself}`)}
                </StateMark>
                <p>
                    <code className={classes.address} tabIndex={0}>
                        {webhook.address}
                    </code>
                </p>
                <p className="small dim">
                    {webhook.types.length === 0 ? t('webhooks_out.all_events') : webhook.types.join(', ')}
                    {' · '}
                    {t(`webhooks_out.payload_${webhook.payload}`)}
                </p>
                <p className="small dim">
                    {t('webhooks_out.waiting', { count: webhook.waiting })}
                    {webhook.dead > 0 && <> · {t('webhooks_out.dead', { count: webhook.dead })}</>}
                    {webhook.last_done_at !== null && (
                        <>
                            {' · '}
                            {t('webhooks_out.last_done')} <Ago at={webhook.last_done_at} />
                        </>
                    )}
                    {webhook.failing_since !== null && (
                        <>
                            {' · '}
                            {t('webhooks_out.failing_since')} <Ago at={webhook.failing_since} />
                        </>
                    )}
                </p>
            </div>
            <div className={classes.buttons}>
                <Button
                    component={Link}
                    to={is_opened ? '/settings/webhooks-out' : `/settings/webhooks-out/${webhook.id}`}
                    size="xs"
                    variant="default"
                    aria-expanded={is_opened}
                >
                    {t('webhooks_out.log')}
                </Button>
                {may_change && (
                    <>
                        <Button
                            size="xs"
                            variant="default"
                            loading={test.isPending}
                            onClick={() => {
                                test.mutate(webhook.id);
                            }}
                        >
                            {t('webhooks_out.test')}
                        </Button>
                        {webhook.state === 'on' ? (
                            <Button
                                size="xs"
                                variant="default"
                                loading={change.isPending}
                                onClick={() => {
                                    turn('paused');
                                }}
                            >
                                {t('webhooks_out.pause')}
                            </Button>
                        ) : (
                            <Button
                                size="xs"
                                variant="default"
                                loading={change.isPending}
                                onClick={() => {
                                    turn('on');
                                }}
                            >
                                {t('webhooks_out.turn_on')}
                            </Button>
                        )}
                        <SureButton
                            size="xs"
                            ask={t('webhooks_out.rotate')}
                            sure={t('webhooks_out.rotate_sure')}
                            pending={rotate.isPending}
                            act={() => {
                                rotate.mutate({ id: webhook.id, overlap_hours: 24 }, { onSuccess: show });
                            }}
                        />
                        <SureButton
                            size="xs"
                            ask={t('webhooks_out.remove')}
                            sure={t('webhooks_out.remove_sure')}
                            pending={remove.isPending}
                            act={() => {
                                remove.mutate(webhook.id);
                            }}
                        />
                    </>
                )}
            </div>
            {test.data !== undefined && (
                <p role="status" className={test.data.problem === null ? settings.good : settings.bad}>
                    {test.data.problem === null
                        ? t('webhooks_out.test_done', { status: test.data.status ?? 0 })
                        : `${test.data.problem.title}${test.data.status === null ? '' : ` (${String(test.data.status)})`}. ${test.data.problem.remedy}`}
                </p>
            )}
            {failed?.error !== undefined && failed.error !== null && (
                <Trouble what={t('webhooks_out.not_done')} error={failed.error} />
            )}
        </li>
    );
}

function Create({ show }: { show: (made: Secret) => void }) {
    const { t } = useTranslation();
    const types = useEventTypes();
    const create = useCreateWebhook();
    const [label, setLabel] = useState('');
    const [address, setAddress] = useState('');
    const [chosen, setChosen] = useState<string[]>([]);
    const [payload, setPayload] = useState<'thin' | 'full'>('thin');
    const [signature, setSignature] = useState<'hmac' | 'both'>('hmac');
    const submit = (event: FormEvent) => {
        event.preventDefault();
        create.mutate(
            { label: label.trim(), address: address.trim(), types: chosen, payload, signature },
            {
                onSuccess: (made) => {
                    show(made);
                    setLabel('');
                    setAddress('');
                    setChosen([]);
                },
            },
        );
    };
    return (
        <Section title={t('webhooks_out.new')}>
            <form onSubmit={submit} className={classes.form}>
                <TextInput
                    label={t('webhooks_out.label')}
                    required
                    maxLength={100}
                    value={label}
                    onChange={(event) => {
                        setLabel(event.currentTarget.value);
                    }}
                />
                <TextInput
                    label={t('webhooks_out.address')}
                    description={t('webhooks_out.address_why')}
                    required
                    type="url"
                    placeholder="https://"
                    maxLength={2000}
                    autoComplete="off"
                    spellCheck={false}
                    value={address}
                    onChange={(event) => {
                        setAddress(event.currentTarget.value);
                    }}
                />
                <fieldset className={classes.events}>
                    <legend>{t('webhooks_out.events')}</legend>
                    <p className="small dim">{t('webhooks_out.events_why')}</p>
                    {types.data?.items.map((type) => (
                        <Checkbox
                            key={type.name}
                            label={type.title}
                            description={type.about}
                            checked={chosen.includes(type.name)}
                            onChange={(event) => {
                                const is_on = event.currentTarget.checked;
                                setChosen(is_on ? [...chosen, type.name] : chosen.filter((each) => each !== type.name));
                            }}
                        />
                    ))}
                </fieldset>
                <NativeSelect
                    label={t('webhooks_out.payload')}
                    description={t('webhooks_out.payload_why')}
                    value={payload}
                    data={[
                        { value: 'thin', label: t('webhooks_out.payload_thin') },
                        { value: 'full', label: t('webhooks_out.payload_full') },
                    ]}
                    onChange={(event) => {
                        setPayload(event.currentTarget.value === 'full' ? 'full' : 'thin');
                    }}
                />
                <NativeSelect
                    label={t('webhooks_out.signature')}
                    value={signature}
                    data={[
                        { value: 'hmac', label: t('webhooks_out.signature_hmac') },
                        { value: 'both', label: t('webhooks_out.signature_both') },
                    ]}
                    onChange={(event) => {
                        setSignature(event.currentTarget.value === 'both' ? 'both' : 'hmac');
                    }}
                />
                <div>
                    <Button type="submit" loading={create.isPending}>
                        {t('webhooks_out.make')}
                    </Button>
                </div>
                {create.isError && <Trouble what={t('webhooks_out.not_made')} error={create.error} />}
            </form>
        </Section>
    );
}
