// SPDX-License-Identifier: Apache-2.0
// `lockstep sandbox`: both simulated apps, listening on this machine until they are told to stop.
#include <charconv>

#include "app/commands/sandbox_commands.hpp"
#include "app/commands/session.hpp"
#include "app/sandbox_host.hpp"
#include "app/stop_signal.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "sandbox/people/people.hpp"

namespace lockstep::app {
namespace {

std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t count = 0;
    auto const* end = text.data() + text.size();
    auto const [last, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || last != end) return std::nullopt;
    return count;
}

// "100/10s" or "off"; empty keeps the app's own.
Result<void> apply_rate(sandbox::RateLimit& limit, std::string_view text) {
    if (text.empty()) return {};
    if (text == "off") {
        limit.settings.burst_most = 0;
        limit.settings.daily_most = 0;
        return {};
    }
    auto const slash = text.find('/');
    bool const has_parts = slash != std::string_view::npos && text.ends_with('s');
    auto const calls = has_parts ? parse_count(text.substr(0, slash)) : std::nullopt;
    auto const seconds = has_parts ? parse_count(text.substr(slash + 1, text.size() - slash - 2)) : std::nullopt;
    if (!calls || !seconds || *seconds == 0 || *seconds > 86'400) {
        return fail(ErrorKind::invalid, "app.bad_input", "reading the rate limit: it reads like 100/10s, or off");
    }
    limit.settings.burst_most = *calls;
    limit.settings.burst_window = std::chrono::seconds{static_cast<std::int64_t>(*seconds)};
    return {};
}

Json report_of(sandbox::HighLevelApp& highlevel, sandbox::HexfitApp& hexfit, SandboxHost const& highlevel_host,
    SandboxHost const& hexfit_host, sandbox::SeededPeople const& people) {
    JsonObject const left{{"url", highlevel_host.url()}, {"admin_url", highlevel_host.url() + "/_sandbox"},
        {"location_id", highlevel.location_id()}, {"token", highlevel.token()},
        {"webhook_public_key", highlevel.webhook_public_key_pem()}, {"people", people.highlevel.size()}};
    JsonObject const right{{"url", hexfit_host.url()}, {"admin_url", hexfit_host.url() + "/_sandbox"}, {"key", hexfit.key()},
        {"webhook_secret", hexfit.webhook_secret()}, {"people", people.hexfit.size()}};
    return JsonObject{{"simulated", true}, {"highlevel", left}, {"hexfit", right}, {"overlap", people.overlap.size()}};
}

Task<int> serve_sandbox(Foundation& foundation, SandboxHost& highlevel_host, SandboxHost& hexfit_host) {
    Signal stop;
    TaskGroup tasks(foundation.executor());
    tasks.spawn(heed_stop_signals(foundation, stop));
    co_await foundation.clock.sleep_until_or(foundation.clock.now() + std::chrono::hours{24 * 365}, stop);
    co_await highlevel_host.close();
    co_await hexfit_host.close();
    co_return 0;
}

Result<int> run(Common const& common, SandboxInput const& input, Console& console) {
    auto const highlevel_webhooks = input.webhook_url;
    auto const hexfit_webhooks = input.hexfit_webhook_url.empty() ? input.webhook_url : input.hexfit_webhook_url;
    TRY(auto const settings, load_settings(common.given));
    TRY(auto const foundation, Foundation::open({LogLevel::warning, settings.log_format}));

    sandbox::HighLevelApp highlevel(
        {.seed = input.seed, .location_id = input.location, .token = input.highlevel_token, .custom_field_keys = {"language"}});
    sandbox::HexfitSettings hexfit_settings{
        .seed = input.seed, .key = input.hexfit_key, .webhook_secret = input.hexfit_webhook_secret};
    if (input.hexfit_quota) hexfit_settings.monthly_quota = *input.hexfit_quota;
    if (input.rate_limit == "off") hexfit_settings.per_second_most = 0;
    sandbox::HexfitApp hexfit(hexfit_settings);
    TRY_VOID(apply_rate(highlevel.rate_limit(), input.rate_limit));
    highlevel.set_webhook_url(highlevel_webhooks);
    hexfit.set_webhook_url(hexfit_webhooks);
    auto const overlap = std::min(input.overlap.value_or(input.people * 3 / 5), input.people);
    auto const people = sandbox::seed_people(input.seed, input.people, overlap);
    auto const now = foundation->clock.now();
    highlevel.add_people(people.highlevel, now);
    hexfit.add_people(people.hexfit, now);

    SandboxHost highlevel_host(*foundation, highlevel);
    SandboxHost hexfit_host(*foundation, hexfit);
    TRY_VOID(highlevel_host.listen(input.highlevel_port));
    TRY_VOID(hexfit_host.listen(input.hexfit_port));
    auto const report = report_of(highlevel, hexfit, highlevel_host, hexfit_host, people);
    console.result(report);
    console.say("Simulated HighLevel: " + highlevel_host.url() + "  location " + highlevel.location_id() + "  token " +
                highlevel.token());
    console.say("Simulated Hexfit:    " + hexfit_host.url() + "  key " + hexfit.key());
    console.say(std::to_string(people.highlevel.size()) + " people on each side, " + std::to_string(people.overlap.size()) +
                " of them on both. Ctrl+C ends it.");
    return foundation->run(serve_sandbox(*foundation, highlevel_host, hexfit_host));
}

}  // namespace

int run_sandbox(Common const& common, SandboxInput const& input) {
    Console console(common.json, common.given.language);
    auto const code = run(common, input, console);
    return code ? *code : static_cast<int>(console.error(code.error()));
}

}  // namespace lockstep::app
