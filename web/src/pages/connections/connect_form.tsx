// SPDX-License-Identifier: Apache-2.0
// Connects an account. The fields come from the connector's declaration; the secrets that are made are shown once.
import { Button, NativeSelect, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnectors } from '../../api/queries';
import { useConnect } from './queries';
import type { Language } from '../../words/words';
import { StateMark, Trouble } from '../../parts/page/page';
import classes from './connections.module.css';

export function ConnectForm() {
    const { t } = useTranslation();
    const connectors = useConnectors();
    const connect = useConnect();
    if (connectors.isPending)
        return (
            <div aria-busy>
                {Array.from({ length: 5 }, (_, at) => (
                    <Skeleton key={at} height={36} mt={20} />
                ))}
            </div>
        );
    if (connectors.isError)
        return (
            <Trouble
                what={t('connect.unreadable')}
                error={connectors.error}
                retry={() => {
                    void connectors.refetch();
                }}
            />
        );
    if (connect.data !== undefined) return <Made made={connect.data} />;
    return (
        <Form
            connectors={connectors.data.items}
            connect={(input) => {
                connect.mutate(input);
            }}
            pending={connect.isPending}
            error={connect.error}
        />
    );
}

function Form({
    connectors,
    connect,
    pending,
    error,
}: {
    connectors: Schemas['Connector'][];
    connect: (input: Schemas['NewConnection']) => void;
    pending: boolean;
    error: Error | null;
}) {
    const { t, i18n } = useTranslation();
    const say = (text: Schemas['LocalText']) => text[i18n.language as Language];
    const [profile, setProfile] = useState('');
    const [label, setLabel] = useState('');
    const [address, setAddress] = useState('');
    const [settings, setSettings] = useState<Record<string, string>>({});
    const [credential, setCredential] = useState('');
    const [public_key, setPublicKey] = useState('');
    const connector = connectors.find((each) => each.profile === profile);
    const signs = connector?.webhook_signature === 'ed25519';
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const named = Object.fromEntries(
            (connector?.settings ?? [])
                .map(({ name }) => [name, (settings[name] ?? '').trim()])
                .filter(([, value]) => value !== ''),
        );
        connect({
            profile,
            ...(connector?.credential.is_needed === false ? {} : { credential: credential.trim() }),
            ...(label.trim() === '' ? {} : { label: label.trim() }),
            ...(address.trim() === '' ? {} : { base_url: address.trim() }),
            ...(Object.keys(named).length === 0 ? {} : { settings: named }),
            ...(public_key.trim() === '' || !signs ? {} : { webhook_public_key: public_key.trim() }),
        });
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <NativeSelect
                label={t('connect.app')}
                description={connector === undefined ? undefined : say(connector.help)}
                required
                value={profile}
                data={[
                    { value: '', label: t('connect.choose'), disabled: true },
                    ...connectors.map((each) => ({ value: each.profile, label: each.title })),
                ]}
                leftSection={
                    connector === undefined || connector.logo === '' ? undefined : (
                        <img alt="" width={20} height={20} src={`data:image/svg+xml,${encodeURIComponent(connector.logo)}`} />
                    )
                }
                onChange={(event) => {
                    setProfile(event.currentTarget.value);
                    setSettings({});
                }}
            />
            <TextInput
                label={t('connect.name')}
                description={t('connect.name_why')}
                value={label}
                maxLength={100}
                onChange={(event) => {
                    setLabel(event.currentTarget.value);
                }}
            />
            {connector?.settings.map(({ name, label: called, help }) => (
                <TextInput
                    key={name}
                    label={say(called)}
                    description={say(help)}
                    required
                    spellCheck={false}
                    value={settings[name] ?? ''}
                    onChange={(event) => {
                        const { value } = event.currentTarget;
                        setSettings((before) => ({ ...before, [name]: value }));
                    }}
                />
            ))}
            {connector === undefined && (
                <p className="small">
                    <Link to="/imports">{t('connect.import')}</Link>
                </p>
            )}
            {connector?.has_oauth === true && (
                <p className="small">
                    <Link to="/connections/oauth">{t('oauth.instead')}</Link>
                </p>
            )}
            {connector?.credential.is_needed === true && (
                <PasswordInput
                    label={say(connector.credential.label)}
                    description={say(connector.credential.help)}
                    required
                    autoComplete="off"
                    value={credential}
                    onChange={(event) => {
                        setCredential(event.currentTarget.value);
                    }}
                    visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
                />
            )}
            <details className={classes.more}>
                <summary>{t('connect.more')}</summary>
                <TextInput
                    label={t('connect.address')}
                    description={t('connect.address_why')}
                    placeholder={connector?.default_base_url}
                    spellCheck={false}
                    value={address}
                    onChange={(event) => {
                        setAddress(event.currentTarget.value);
                    }}
                />
                {signs && (
                    <TextInput
                        label={t('connect.public_key')}
                        description={t('connect.public_key_why')}
                        spellCheck={false}
                        value={public_key}
                        onChange={(event) => {
                            setPublicKey(event.currentTarget.value);
                        }}
                    />
                )}
            </details>
            {error !== null && <Trouble what={t('connect.failed')} error={error} />}
            <Button type="submit" loading={pending} disabled={connector === undefined}>
                {connector === undefined ? t('connect.do_any') : t('connect.do', { app: connector.app_title })}
            </Button>
            <p className="small dim">{t('connect.tried_first')}</p>
        </form>
    );
}

function Made({ made }: { made: Schemas['CreatedConnection'] }) {
    const { t } = useTranslation();
    const address = `${window.location.origin}${made.webhook_path}`;
    return (
        <div className={classes.form}>
            <p>
                <StateMark tone={made.verification.tried ? 'ok' : 'attention'}>
                    {!made.verification.tried
                        ? t('connection.untried')
                        : made.verification.owner === ''
                          ? t('connection.works')
                          : t('connection.works_for', { owner: made.verification.owner })}
                </StateMark>
            </p>
            <h2>{t('connect.made_title')}</h2>
            <p>{t('connect.made_why')}</p>
            <div>
                <h3>{t('connect.made_address')}</h3>
                <pre className={classes.secret} tabIndex={0}>
                    {address}
                </pre>
            </div>
            {made.webhook_secret !== null && (
                <div>
                    <h3>{t('connect.made_secret')}</h3>
                    <pre className={classes.secret} tabIndex={0}>
                        {made.webhook_secret}
                    </pre>
                </div>
            )}
            <Button component={Link} to="/connections">
                {t('connect.made_done')}
            </Button>
        </div>
    );
}
