// SPDX-License-Identifier: Apache-2.0
// What keeps the installation safe: whether it may write, backups, the keys that seal, and what is deleted when.
import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { type FormEvent, Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInstallation } from '../../api/queries';
import { useAdopt, useBackUp, useRotateKeys } from './queries';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Section, StateMark, Trouble } from '../../parts/page/page';
import classes from './settings.module.css';

export function Standing() {
    const { t } = useTranslation();
    const found = useInstallation();
    const adopt = useAdopt();
    const [understood, setUnderstood] = useState(false);
    const writes = found.data?.writes;
    if (found.isError)
        return (
            <Trouble
                what={t('settings.unreadable')}
                error={found.error}
                retry={() => {
                    void found.refetch();
                }}
            />
        );
    if (writes?.state !== 'held')
        return adopt.isSuccess ? (
            <p role="status" className={classes.good}>
                {t('settings.adopted')}
            </p>
        ) : null;
    return (
        <Section title={t('settings.held')}>
            <p className={classes.state}>
                <StateMark tone="attention">{t('settings.held_state')}</StateMark>
            </p>
            <p className={classes.why}>
                {t(`settings.held_why.${writes.why ?? 'restored'}`)} {t('settings.held_meaning')}
            </p>
            <Checkbox
                label={t('settings.adopt_understood')}
                checked={understood}
                onChange={(event) => {
                    setUnderstood(event.currentTarget.checked);
                }}
            />
            <div className={classes.choice}>
                <Button
                    disabled={!understood}
                    loading={adopt.isPending}
                    onClick={() => {
                        adopt.mutate(null);
                    }}
                >
                    {t('settings.adopt')}
                </Button>
            </div>
            {adopt.isError && <Trouble what={t('settings.adopt_failed')} error={adopt.error} />}
        </Section>
    );
}

export function Backups() {
    const { t, i18n } = useTranslation();
    const found = useInstallation();
    const [passphrase, setPassphrase] = useState('');
    const make = useBackUp();
    const backup = found.data?.backup;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        make.mutate(passphrase === '' ? {} : { passphrase }, {
            onSuccess: () => {
                setPassphrase('');
            },
        });
    };
    return (
        <Section title={t('settings.backups')}>
            {backup !== undefined && (
                <p className={classes.state}>
                    {backup.last === null ? (
                        <StateMark tone="attention">{t('settings.backup_none')}</StateMark>
                    ) : (
                        <StateMark tone="ok">
                            {t('settings.backup_last')} <Ago at={backup.last.made_at} />
                        </StateMark>
                    )}{' '}
                    <code className={classes.place}>{backup.last?.place ?? backup.folder}</code>
                </p>
            )}
            <p className={classes.why}>{t('settings.backups_why')}</p>
            <form onSubmit={submit} className={classes.row}>
                <PasswordInput
                    aria-label={t('settings.passphrase')}
                    placeholder={t('settings.passphrase')}
                    description={
                        backup?.has_recovery_copy === true ? t('settings.passphrase_optional') : t('settings.passphrase_rule')
                    }
                    autoComplete="off"
                    required={backup?.has_recovery_copy !== true}
                    value={passphrase}
                    onChange={(event) => {
                        setPassphrase(event.currentTarget.value);
                    }}
                    visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
                />
                <Button type="submit" variant="default" loading={make.isPending}>
                    {t('settings.backup_do')}
                </Button>
            </form>
            {make.data !== undefined && (
                <p role="status" className={classes.good}>
                    {t('settings.backup_done', { bytes: exact(make.data.bytes, i18n.language) })}{' '}
                    <code className={classes.place}>{make.data.place}</code>
                </p>
            )}
            {make.isError && <Trouble what={t('settings.backup_failed')} error={make.error} />}
        </Section>
    );
}

export function DataKeys() {
    const { t, i18n } = useTranslation();
    const found = useInstallation();
    const rotate = useRotateKeys();
    const versions = found.data?.keys ?? [];
    const newest = versions.find((each) => each.is_newest);
    const older = versions.filter((each) => !each.is_newest);
    return (
        <Section title={t('settings.keys')}>
            <p className={classes.why}>{t('settings.keys_why')}</p>
            <div className={classes.choice}>
                <Button
                    variant="default"
                    loading={rotate.isPending}
                    onClick={() => {
                        rotate.mutate(null);
                    }}
                >
                    {t('settings.keys_do')}
                </Button>
                {newest !== undefined && (
                    <span className="dim">
                        {t('settings.keys_newest', { number: newest.version })} <Ago at={newest.made_at} />
                    </span>
                )}
            </div>
            {older.length > 0 && (
                <dl className={classes.facts}>
                    {older.map((each) => (
                        <Fragment key={each.version}>
                            <dt>{t('settings.keys_older', { number: each.version })}</dt>
                            <dd>
                                {each.rows_left === null
                                    ? t('settings.keys_counting')
                                    : each.rows_left === 0
                                      ? t('settings.keys_empty')
                                      : t('settings.keys_left', {
                                            count: each.rows_left,
                                            shown: exact(each.rows_left, i18n.language),
                                        })}
                            </dd>
                        </Fragment>
                    ))}
                </dl>
            )}
            {rotate.isSuccess && (
                <p role="status" className={classes.good}>
                    {t('settings.keys_done')}
                </p>
            )}
            {rotate.isError && <Trouble what={t('settings.keys_failed')} error={rotate.error} />}
        </Section>
    );
}

export function Kept() {
    const { t } = useTranslation();
    const kept = useInstallation().data?.retention;
    if (kept === undefined) return null;
    const days = (count: number) => (count === 0 ? t('settings.for_ever') : t('settings.days', { count }));
    return (
        <Section title={t('settings.kept')}>
            <dl className={classes.facts}>
                <dt>{t('settings.kept_events')}</dt>
                <dd>{days(kept.events_days)}</dd>
                <dt>{t('settings.kept_history')}</dt>
                <dd>{days(kept.history_days)}</dd>
            </dl>
            <p className={classes.why}>{t('settings.kept_why')}</p>
        </Section>
    );
}
