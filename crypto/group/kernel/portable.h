#pragma once
// The portable kernel's functions; kernel.h says what each does.

#include "crypto/group/kernel/kernel.h"

namespace viche::portable {

bool supported();

void decode(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
            std::uint8_t* valid);
void encode(const edwards::Extended* const* points, std::size_t count, std::uint8_t* encodings);
void encode_doubles(const edwards::Extended* const* points, std::size_t count,
                    std::uint8_t* encodings);

void sum_groups(const edwards::Addend* addends, const std::uint32_t* schedule,
                const kernel::BucketGroup* groups, std::size_t wide, std::size_t count,
                kernel::BucketSum* sums);
void weigh_runs(const kernel::BucketSum* sums, std::size_t length, std::size_t count,
                kernel::Run* runs);

void sha512(std::span<const ByteView> messages, Bytes64* digests);

void fixed_base_sums(const kernel::FixedBaseTerm* terms, std::size_t term_count,
                     const kernel::FixedBaseBits* bits, std::size_t bit_count, std::size_t blocks,
                     edwards::Extended* sums);

void lane_sums(const kernel::LaneTerm* terms, std::size_t count, std::size_t blocks,
               edwards::Extended* sums);

}  // namespace viche::portable
