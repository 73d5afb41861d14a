// SPDX-License-Identifier: Apache-2.0
// The token or key of a connection: how old it is, another one in its place, and the one before for as long as the app accepts both.
import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure, type Schemas } from '../../api/client';
import { appName } from '../../parts/apps';
import { Ago } from '../../parts/numbers/numbers';
import { Section, Trouble } from '../../parts/page/page';
import { sentence } from '../../words/words';
import classes from './connections.module.css';
import { useForgetPrevious, useRotate } from './queries';

type Age = NonNullable<Schemas['Connection']['credential']>;

export function Credential({ connection, credential }: { connection: Schemas['Connection']; credential: Age }) {
    const { t } = useTranslation();
    return (
        <Section title={t('connection.credential')}>
            <AgeFacts credential={credential} />
            {credential.previous_until !== null && <Previous connection={connection} credential={credential} />}
            <Replace connection={connection} overlapDays={credential.overlap_days} />
        </Section>
    );
}

function AgeFacts({ credential }: { credential: Age }) {
    const { t } = useTranslation();
    if (credential.since === null) return null;
    return (
        <dl className={classes.facts}>
            <dt>{t('credential.given')}</dt>
            <dd>
                <Ago at={credential.since} />
            </dd>
            {credential.replace_by !== null && (
                <>
                    <dt>{t('credential.replace_by')}</dt>
                    <dd>
                        <Ago at={credential.replace_by} />
                    </dd>
                </>
            )}
        </dl>
    );
}

// The one before: until when it is kept, whether it is in use, and that the rotation is done.
function Previous({ connection, credential }: { connection: Schemas['Connection']; credential: Age }) {
    const { t } = useTranslation();
    const forget = useForgetPrevious();
    return (
        <div className={classes.previous}>
            <p>
                {credential.refused_since === null ? t('credential.previous') : t('credential.previous_in_use')}{' '}
                {t('credential.kept_until')} <Ago at={credential.previous_until ?? ''} />
            </p>
            <Button
                variant="default"
                loading={forget.isPending}
                onClick={() => {
                    forget.mutate(connection.id);
                }}
            >
                {t('credential.forget_previous')}
            </Button>
            {forget.isError && <Trouble what={t('credential.forget_failed')} error={forget.error} />}
        </div>
    );
}

function Replace({ connection, overlapDays }: { connection: Schemas['Connection']; overlapDays: number }) {
    const { t } = useTranslation();
    const [credential, setCredential] = useState('');
    const [isOldDead, setOldDead] = useState(false);
    const rotate = useRotate();
    const app = appName(connection.profile);
    const send = (isOtherAccount: boolean) => {
        rotate.mutate(
            { id: connection.id, credential: credential.trim(), other_account: isOtherAccount, old_is_dead: isOldDead },
            {
                onSuccess: () => {
                    setCredential('');
                },
            },
        );
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        send(false);
    };
    // The app says that it is somebody else's account: only a person can know whether that is meant.
    const other =
        rotate.error instanceof Failure && rotate.error.code === 'connections.other_account' ? rotate.error.problem : null;
    return (
        <>
            <form onSubmit={submit} className={classes.rotate}>
                <PasswordInput
                    aria-label={t('connection.new_credential')}
                    description={t('connection.credential_why')}
                    placeholder={t('connection.new_credential')}
                    autoComplete="off"
                    required
                    value={credential}
                    onChange={(event) => {
                        setCredential(event.currentTarget.value);
                    }}
                    visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
                />
                <Button type="submit" variant="default" loading={rotate.isPending}>
                    {t('connection.replace')}
                </Button>
            </form>
            {overlapDays > 0 && (
                <Checkbox
                    mt="xs"
                    label={t('credential.old_is_dead', { app })}
                    description={t('credential.old_is_dead_why', { app, days: overlapDays })}
                    checked={isOldDead}
                    onChange={(event) => {
                        setOldDead(event.currentTarget.checked);
                    }}
                />
            )}
            {rotate.isSuccess && (
                <p role="status" className={classes.good}>
                    {t('connection.replaced')}
                </p>
            )}
            {other !== null && (
                <div role="alert" className={classes.other_account}>
                    <p>
                        {sentence('error.connections.other_account.named', other.params) ?? other.detail}{' '}
                        {t('connection.other_account_why')}
                    </p>
                    <Button
                        color="red"
                        disabled={credential.trim() === ''}
                        loading={rotate.isPending}
                        onClick={() => {
                            send(true);
                        }}
                    >
                        {t('connection.other_account_do')}
                    </Button>
                </div>
            )}
            {rotate.isError && other === null && <Trouble what={t('connection.replace_failed')} error={rotate.error} />}
        </>
    );
}
