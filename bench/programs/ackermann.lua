local n = tonumber(arg[1])

local function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end

local function tak(x, y, z)
  if y >= x then return z end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

local sum = 0
for i = 0, n - 1 do
  sum = sum + ackermann(2, 100 + i % 50) + ackermann(3, 4 + i % 2) + tak(12, 8, i % 4)
end
print('ackermann ' .. sum)
