//! What nodes and clients may ask the runtime.

#[cfg(feature = "try-runtime")]
use crate::configs::system::RuntimeBlockWeights;
use crate::*;
use alloc::string::String;
use frame_support::{
	genesis_builder_helper,
	traits::{Get, KeyOwnerProofSystem},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use palisade_primitives::{Page, PledgedStake, SlashId, TermsVersion};
use palisade_terms::{Facts, Formula, ParseError, Terms};
use pallet_operators_runtime_api::OperatorInfo;
use pallet_restaking_runtime_api::{PoolInfo, PositionInfo, SecurityInfo};
use pallet_services_runtime_api::{MemberInfo, MembershipInfo, ServiceInfo};
use pallet_slashing_runtime_api::{BreakerInfo, DutyInfo, NotAFormula, Preview, SlashInfo};
use pallet_transaction_payment_rpc_runtime_api::{FeeDetails, RuntimeDispatchInfo};
use pallet_validators_runtime_api::{ElectionInfo, ValidatorInfo};
use sp_api::impl_runtime_apis;
use sp_authority_discovery::AuthorityId as AuthorityDiscoveryId;
use sp_consensus_babe::{AuthorityId as BabeId, BabeConfiguration, Slot};
use sp_consensus_grandpa::{AuthorityId as GrandpaId, AuthorityList as GrandpaAuthorityList};
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode, Perquintill,
};
use sp_session::OpaqueGeneratedSessionKeys;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> BabeConfiguration {
			let epoch_config = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
			BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().into_inner(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: Slot,
			authority_id: BabeId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority_id))
				.map(|proof| codec::Encode::encode(&proof))
				.map(sp_consensus_babe::OpaqueKeyOwnershipProof::new)
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> GrandpaAuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			Grandpa::current_set_id()
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| codec::Encode::encode(&proof))
				.map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<AuthorityDiscoveryId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(uxt: <Block as BlockT>::Extrinsic, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl
		pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
			Block,
			Balance,
			RuntimeCall,
		> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_operators_runtime_api::OperatorsApi<Block, AccountId> for Runtime {
		fn operator(account: AccountId) -> Option<OperatorInfo> {
			Operators::operator(&account)
		}

		fn operators(
			from: Option<AccountId>,
			limit: u32,
		) -> Page<(AccountId, OperatorInfo), AccountId> {
			Operators::operators(from, limit)
		}
	}

	impl pallet_services_runtime_api::ServicesApi<Block, AccountId> for Runtime {
		fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>> {
			Services::service(service)
		}

		fn services(
			from: ServiceId,
			limit: u32,
		) -> Page<(ServiceId, ServiceInfo<AccountId>), ServiceId> {
			Services::services(from, limit)
		}

		fn members(
			service: ServiceId,
			from: Option<AccountId>,
			limit: u32,
		) -> Page<MemberInfo<AccountId>, AccountId> {
			Services::members(service, from, limit)
		}

		fn terms(service: ServiceId, epoch: Epoch) -> Option<(TermsVersion, Terms<AccountId>)> {
			Services::terms_at(service, epoch)
		}

		fn version(service: ServiceId, version: TermsVersion) -> Option<Terms<AccountId>> {
			Services::version(service, version)
		}

		fn membership(
			service: ServiceId,
			operator: AccountId,
			epoch: Epoch,
		) -> Option<MembershipInfo> {
			Services::membership(service, &operator, epoch)
		}

		fn services_of(operator: AccountId) -> Vec<ServiceId> {
			Services::services_of(&operator)
		}
	}

	impl pallet_slashing_runtime_api::SlashingApi<Block, AccountId> for Runtime {
		fn slash(slash: SlashId) -> Option<SlashInfo<AccountId>> {
			Slashing::slash(slash)
		}

		fn pending(
			operator: AccountId,
			from: Option<SlashId>,
			limit: u32,
		) -> Page<(SlashId, SlashInfo<AccountId>), SlashId> {
			Slashing::pending(&operator, from, limit)
		}

		fn preview(
			service: ServiceId,
			condition: u8,
			operator: AccountId,
			epoch: Epoch,
			severity: Perquintill,
		) -> Option<Preview> {
			Slashing::preview(service, condition, operator, epoch, severity)
		}

		fn facts(
			service: ServiceId,
			condition: u8,
			operator: AccountId,
			epoch: Epoch,
			severity: Perquintill,
		) -> Option<Facts> {
			Slashing::facts_of(service, condition, operator, epoch, severity)
		}

		fn breaker(service: ServiceId, epoch: Epoch) -> BreakerInfo {
			Slashing::breaker(service, epoch)
		}

		fn duty(service: ServiceId, operator: AccountId) -> Option<DutyInfo> {
			Slashing::duty(service, operator)
		}

		fn parse_formula(text: String) -> Result<Formula, ParseError> {
			Formula::parse(&text)
		}

		fn print_formula(formula: Formula) -> Result<String, NotAFormula> {
			formula.print().map_err(Into::into)
		}

		fn evaluate(formula: Formula, facts: Facts) -> Result<Perquintill, NotAFormula> {
			formula.check()?;
			Ok(formula.evaluate(&facts))
		}
	}

	impl pallet_validators_runtime_api::ValidatorsApi<Block, AccountId> for Runtime {
		fn election() -> ElectionInfo<AccountId> {
			Validators::election()
		}

		fn validator(account: AccountId) -> ValidatorInfo {
			Validators::validator(&account)
		}
	}

	impl pallet_restaking_runtime_api::RestakingApi<Block, AccountId> for Runtime {
		fn epoch() -> Epoch {
			Restaking::epoch()
		}

		fn pool(operator: AccountId, asset: AssetId) -> PoolInfo {
			Restaking::pool(&operator, &asset)
		}

		fn position(who: AccountId, operator: AccountId, asset: AssetId) -> PositionInfo {
			Restaking::position(&who, &operator, &asset)
		}

		fn positions(
			who: AccountId,
			from: Option<(AccountId, AssetId)>,
			limit: u32,
		) -> Vec<(AccountId, AssetId, PositionInfo)> {
			Restaking::positions(&who, from, limit)
		}

		fn stake(operator: AccountId, service: ServiceId, epoch: Epoch) -> Vec<PledgedStake> {
			Restaking::stake(&operator, service, epoch)
		}

		fn security(service: ServiceId, epoch: Epoch) -> SecurityInfo<AccountId> {
			Restaking::security(service, epoch)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			genesis_builder_helper::build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
			genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(
				id,
				genesis_presets::get_preset,
			)
		}

		fn preset_names() -> Vec<PresetId> {
			genesis_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			let weight = Executive::try_runtime_upgrade(checks)
				.expect("a try-runtime build is for finding failures, and this is one");
			(weight, RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("a try-runtime build is for finding failures, and this is one")
		}
	}
}
