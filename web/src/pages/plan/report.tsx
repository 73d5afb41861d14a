// SPDX-License-Identifier: Apache-2.0
// The report of a dry run: numbers by direction, what people would notice, fields, samples, and a start that names what it will do.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconLink, IconMail, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { inSync, sideNames } from '../../parts/current_sync';
import { fieldLabel, isIdField, reasonWords } from '../../parts/field_words';
import { Count, useDurationWords } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Section, StateMark } from '../../parts/page/page';
import { isBlank, Value } from '../../parts/value';
import { locale } from '../../words/words';
import { InvitationSwitch } from './invitations';
import classes from './plan.module.css';

type PlanReport = Schemas['PlanReport'];
type Sample = NonNullable<PlanReport['samples']>[number];

export function Report({
    sync,
    report,
    start,
    starting,
}: {
    sync: Schemas['Sync'];
    report: PlanReport;
    start: (() => void) | null;
    starting: boolean;
}) {
    const names = sideNames(sync);
    return (
        <>
            <div className={classes.directions}>
                <Direction
                    side="b"
                    name={names.b}
                    from={names.a}
                    create={report.create_in_b ?? 0}
                    update={report.update_b ?? 0}
                />
                <Direction
                    side="a"
                    name={names.a}
                    from={names.b}
                    create={report.create_in_a ?? 0}
                    update={report.update_a ?? 0}
                />
            </div>
            <Together sync={sync} report={report} />
            <div className={classes.columns}>
                <Noticed sync={sync} report={report} settable={start !== null} />
                <Cost sync={sync} report={report} />
            </div>
            {start !== null && <Start sync={sync} report={report} start={start} starting={starting} />}
            <Fields sync={sync} report={report} />
            <Samples sync={sync} samples={report.samples ?? []} />
        </>
    );
}

function Direction({
    side,
    name,
    from,
    create,
    update,
}: {
    side: 'a' | 'b';
    name: string;
    from: string;
    create: number;
    update: number;
}) {
    const { t } = useTranslation();
    return (
        <section className={side === 'b' ? classes.to_right : classes.to_left}>
            <h2>
                {side === 'b' ? (
                    <>
                        {from} <IconArrowRight size={18} aria-hidden /> {name}
                    </>
                ) : (
                    <>
                        {name} <IconArrowLeft size={18} aria-hidden /> {from}
                    </>
                )}
            </h2>
            <div className={classes.numbers_row}>
                <p>
                    <Count value={create} className={classes.big} />
                    <span>{t('report.create', { count: create, app: name })}</span>
                </p>
                <p>
                    <Count value={update} className={classes.big} />
                    <span>{t('report.update', { count: update, app: name })}</span>
                </p>
            </div>
        </section>
    );
}

function Together({ sync, report }: { sync: Schemas['Sync']; report: PlanReport }) {
    const { t } = useTranslation();
    const names = sideNames(sync);
    const unsure = report.unsure ?? 0;
    return (
        <ul className={classes.together}>
            <li>
                <IconLink size={16} aria-hidden /> <Count value={report.matched ?? 0} />{' '}
                {t('report.matched', { count: report.matched ?? 0 })}
            </li>
            {(report.linked ?? 0) > 0 && (
                <li>
                    <Count value={report.linked ?? 0} /> {t('report.linked', { count: report.linked ?? 0 })}
                </li>
            )}
            <li>
                <Count value={report.unchanged ?? 0} /> {t('report.unchanged', { count: report.unchanged ?? 0 })}
            </li>
            {unsure > 0 && (
                <li>
                    <StateMark tone="attention">{t('report.unsure', { count: unsure })}</StateMark>
                </li>
            )}
            {(report.not_created ?? 0) > 0 && (
                <li>
                    <StateMark tone="attention">{t('report.not_created', { count: report.not_created ?? 0 })}</StateMark>{' '}
                    {(report.needs ?? [])
                        .map((each) =>
                            t('report.need', { field: fieldLabel(t, each.field), app: names[each.side], count: each.people }),
                        )
                        .join(' · ')}{' '}
                    <Link to={inSync(sync.id, '/issues')}>{t('report.answer_needs')}</Link>
                </li>
            )}
        </ul>
    );
}

// What would reach a person's inbox. Apart from everything else, because it cannot be taken back.
function Noticed({ sync, report, settable }: { sync: Schemas['Sync']; report: PlanReport; settable: boolean }) {
    const { t } = useTranslation();
    const allowed = sync.policy.send_invitations === true;
    const invitations = allowed ? (report.side_effects?.invitations ?? 0) : 0;
    const creates = report.create_in_b ?? 0;
    return (
        <section className={classes.noticed} data-some={invitations > 0}>
            <h2>
                <IconMail size={18} aria-hidden /> {t('report.noticed')}
            </h2>
            <p className={classes.noticed_line}>
                <Count value={invitations} className={classes.medium} /> {t('report.invitations', { count: invitations })}
            </p>
            <p className="dim">
                {invitations > 0
                    ? t('report.invitations_final')
                    : creates > 0 && !allowed
                      ? t('report.invitations_off')
                      : t('report.nobody_notices')}
            </p>
            {settable && creates > 0 && <InvitationSwitch sync={sync} plans />}
        </section>
    );
}

function Cost({ sync, report }: { sync: Schemas['Sync']; report: PlanReport }) {
    const { t, i18n } = useTranslation();
    const say = useDurationWords();
    const names = sideNames(sync);
    const fields = report.custom_fields_to_create ?? [];
    return (
        <section className={classes.cost}>
            <h2>{t('report.cost')}</h2>
            <dl className={classes.read}>
                <dt>{t('report.duration')}</dt>
                <dd>
                    {report.estimated_seconds === undefined
                        ? '–'
                        : t('report.about', { duration: say(report.estimated_seconds) })}
                </dd>
                <dt>{t('report.calls', { app: names.a })}</dt>
                <dd className="numbers">{exact(report.calls?.a ?? 0, i18n.language)}</dd>
                <dt>{t('report.calls', { app: names.b })}</dt>
                <dd className="numbers">{exact(report.calls?.b ?? 0, i18n.language)}</dd>
                {fields.length > 0 && (
                    <>
                        <dt>{t('report.custom_fields')}</dt>
                        <dd>
                            {fields.map((field) => (
                                <code key={field}>{field} </code>
                            ))}
                        </dd>
                    </>
                )}
            </dl>
        </section>
    );
}

function Start({
    sync,
    report,
    start,
    starting,
}: {
    sync: Schemas['Sync'];
    report: PlanReport;
    start: () => void;
    starting: boolean;
}) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const [asking, setAsking] = useState(false);
    const [understood, setUnderstood] = useState(false);
    // A report made before invitations were allowed counts none: then everybody who would be created may get one.
    const counted = report.side_effects?.invitations ?? 0;
    const invitations = sync.policy.send_invitations !== true ? 0 : counted > 0 ? counted : (report.create_in_b ?? 0);
    const say = (count: number) => exact(count, i18n.language);
    const parts: string[] = [];
    const create_b = report.create_in_b ?? 0;
    const create_a = report.create_in_a ?? 0;
    const update = report.people_to_update ?? 0;
    if (create_b > 0) parts.push(t('start.create', { count: create_b, shown: say(create_b), app: names.b }));
    if (create_a > 0) parts.push(t('start.create', { count: create_a, shown: say(create_a), app: names.a }));
    if (update > 0) parts.push(t('start.update', { count: update, shown: say(update) }));
    if (invitations > 0) parts.push(t('start.invite', { count: invitations, shown: say(invitations) }));
    const list = new Intl.ListFormat(locale(i18n.language)).format(parts);
    const words = parts.length === 0 ? t('start.only_watch') : list.charAt(0).toLocaleUpperCase() + list.slice(1);
    const act = () => {
        if (invitations > 0) setAsking(true);
        else start();
    };
    return (
        <div className={classes.start}>
            <Button
                size="md"
                leftSection={<IconPlayerPlay size={18} />}
                loading={starting}
                onClick={act}
                className={classes.start_button ?? ''}
                styles={{ label: { whiteSpace: 'normal', textAlign: 'left', lineHeight: 1.4 } }}
            >
                {words}
            </Button>
            <p className="dim">{t('start.afterwards')}</p>
            <Modal
                opened={asking}
                onClose={() => {
                    setAsking(false);
                }}
                title={t('start.ask_title', { count: invitations, shown: say(invitations) })}
                centered
                closeButtonProps={{ 'aria-label': t('panel.close') }}
            >
                <p>{t('start.ask_why')}</p>
                <Checkbox
                    my={16}
                    checked={understood}
                    onChange={(event) => {
                        setUnderstood(event.currentTarget.checked);
                    }}
                    label={t('start.ask_understood')}
                />
                <Button
                    fullWidth
                    disabled={!understood}
                    loading={starting}
                    onClick={() => {
                        setAsking(false);
                        start();
                    }}
                >
                    {t('start.ask_do', { count: invitations, shown: say(invitations) })}
                </Button>
            </Modal>
        </div>
    );
}

function Fields({ sync, report }: { sync: Schemas['Sync']; report: PlanReport }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const fields = [...(report.changes_by_field ?? [])].sort((one, other) => other.a + other.b - one.a - one.b);
    if (fields.length === 0) return null;
    const most = Math.max(...fields.map((each) => Math.max(each.a, each.b)), 1);
    return (
        <Section title={t('report.by_field')}>
            <table className={classes.fields}>
                <thead>
                    <tr>
                        <th className="left">{t('report.into', { app: names.a })}</th>
                        <th>
                            <span className="unseen">{t('record.field')}</span>
                        </th>
                        <th className="right">{t('report.into', { app: names.b })}</th>
                    </tr>
                </thead>
                <tbody>
                    {fields.map((each) => (
                        <tr key={each.field}>
                            <td className={classes.bar_left}>
                                <span className="numbers">{exact(each.a, i18n.language)}</span>
                                <i style={{ width: `${(each.a / most) * 70}%` }} />
                            </td>
                            <th scope="row">{fieldLabel(t, each.field)}</th>
                            <td className={classes.bar_right}>
                                <i style={{ width: `${(each.b / most) * 70}%` }} />
                                <span className="numbers">{exact(each.b, i18n.language)}</span>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Section>
    );
}

const samples_shown = 20;

// Of a new person, only what is filled in.
function shownFields(sample: Sample): Sample['fields'] {
    // The ids that we write for ourselves are no news to anybody.
    const told = sample.fields.filter((field) => !isIdField(field.field));
    if (sample.kind === 'needs') return [];
    return sample.kind === 'create' ? told.filter((field) => !isBlank(field.after)) : told;
}

function Samples({ sync, samples }: { sync: Schemas['Sync']; samples: Sample[] }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const [text, setText] = useState('');
    const both = new Intl.ListFormat(locale(i18n.language)).format([names.a, names.b]);
    if (samples.length === 0) return null;
    const wanted = text.trim().toLowerCase();
    const found = samples.filter(
        (sample) => wanted === '' || JSON.stringify([sample.name, sample.fields]).toLowerCase().includes(wanted),
    );
    return (
        <Section title={t('report.samples')} aside={t('report.samples_count', { count: samples.length })}>
            <TextInput
                my={12}
                maw={360}
                leftSection={<IconSearch size={16} />}
                placeholder={t('report.samples_search')}
                aria-label={t('report.samples_search')}
                value={text}
                onChange={(event) => {
                    setText(event.currentTarget.value);
                }}
            />
            {found.length === 0 && <p className="dim">{t('report.samples_none')}</p>}
            <ul className={classes.samples}>
                {found.slice(0, samples_shown).map((sample, at) => (
                    <li key={`${sample.a_record ?? ''}/${sample.b_record ?? ''}/${at}`}>
                        <p className={classes.sample_head}>
                            <b>{sample.name.trim() === '' ? t('person.nameless') : sample.name}</b>
                            <span className={sample.side === 'a' ? 'left' : sample.side === 'b' ? 'right' : 'dim'}>
                                {t(`sample.${sample.kind}`, { app: sample.side === '' ? both : names[sample.side] })}
                            </span>
                            {sample.kind === 'needs' && (
                                <span className="dim">{sample.fields.map((field) => fieldLabel(t, field.field)).join(', ')}</span>
                            )}
                            {(sample.kind === 'unsure' || sample.kind === 'link') && sample.reason !== '' && (
                                <span className="dim">{reasonWords(t, sample.reason)}</span>
                            )}
                        </p>
                        {shownFields(sample).length > 0 && (
                            <dl className={classes.diff}>
                                {shownFields(sample).map((field) => (
                                    <div key={`${field.field}/${field.side}`}>
                                        <dt>{fieldLabel(t, field.field)}</dt>
                                        <dd>
                                            {sample.kind !== 'create' && (
                                                <>
                                                    <span className={classes.before}>
                                                        <Value value={field.before} />
                                                    </span>{' '}
                                                    →{' '}
                                                </>
                                            )}
                                            <Value value={field.after} />
                                            {sample.kind !== 'create' && (
                                                <span className="small dim">
                                                    {' '}
                                                    {t('record.in_app', { app: names[field.side] })},{' '}
                                                    {reasonWords(t, field.reason)}
                                                </span>
                                            )}
                                        </dd>
                                    </div>
                                ))}
                            </dl>
                        )}
                    </li>
                ))}
            </ul>
            {found.length > samples_shown && (
                <p className="small dim">{t('report.samples_more', { count: found.length - samples_shown })}</p>
            )}
        </Section>
    );
}
